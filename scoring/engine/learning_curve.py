"""From a sum of log odds to a probability that keeps its word: Platt's curve or an isotonic one."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import StratifiedKFold


Array = np.ndarray[Any, Any]
KNOTS = 24
# Of an isotonic curve's ends: nobody knows that a lead is won for certain.
LEAST, MOST = 0.002, 0.998


@dataclass(frozen=True, slots=True)
class Curve:
    """``knots``: points (sum, probability) between which the curve runs straight; none: Platt's curve."""

    slope: float
    offset: float
    knots: tuple[tuple[float, float], ...] = ()

    @property
    def kind(self) -> str:
        """Return which of the two it is."""
        return "isotonic" if self.knots else "platt"

    def of(self, sums: Array) -> Array:
        """Return the probabilities."""
        if self.knots:
            places, said = zip(*self.knots, strict=True)
            return np.interp(sums, places, said)
        return steepness(self.slope * sums + self.offset)


def steepness(sums: Array) -> Array:
    """Return the logistic function."""
    return 1 / (1 + np.exp(-np.clip(sums, -30, 30)))


def fitted_curve(sums: Array, won: Array) -> Curve:
    """Return the curve with the smaller error on leads that it was not fitted to."""
    errors = dict.fromkeys(FITTED, 0.0)
    for train, test in StratifiedKFold(5, shuffle=True, random_state=7).split(sums, won):
        for name, fit in FITTED.items():
            said = fit(sums[train], won[train]).of(sums[test])
            errors[name] += brier_score_loss(won[test], said) * len(test)
    return FITTED[min(errors, key=lambda name: errors[name])](sums, won)


def _platt(sums: Array, won: Array) -> Curve:
    scale = float(sums.std()) or 1.0
    if won.min() == won.max():
        return Curve(0.0, 6.0 if won.min() else -6.0)
    model = LogisticRegression(C=1e4, max_iter=200).fit((sums / scale).reshape(-1, 1), won)
    return Curve(float(model.coef_[0][0]) / scale, float(model.intercept_[0]))


def _isotonic(sums: Array, won: Array) -> Curve:
    model = IsotonicRegression(out_of_bounds="clip").fit(sums, won)
    places = np.unique(np.quantile(sums, np.linspace(0, 1, KNOTS)))
    if len(places) < 3:
        return _platt(sums, won)
    said = np.clip(model.predict(places), LEAST, MOST)
    return Curve(1.0, 0.0, tuple((float(place), float(p)) for place, p in zip(places, said, strict=True)))


FITTED = {"platt": _platt, "isotonic": _isotonic}
