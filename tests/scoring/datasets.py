"""Public data sets with outcomes, as files and mappings for import_leads; they are read where LEADCRM_TEST_DATA says.

Only what was known before the outcome is imported: the columns that leak it are named here. None of the data is kept.
"""

import csv
import gzip
import json
import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits


DATA = Path(os.environ.get("LEADCRM_TEST_DATA", "/nonexistent"))
FOLDER = DATA / "1-datasets"


@dataclass(frozen=True)
class Dataset:
    """One set: its file, its outcome, and the columns that are the outcome or were written after it."""

    name: str
    file: str
    outcome: str
    won: str
    lost: str = ""
    leaking: tuple[str, ...] = ()
    rows: int = 0

    def read(self) -> list[dict[str, str]]:
        with gzip.open(FOLDER / self.file, "rt", encoding="utf-8-sig") as text:
            lines = text.read().splitlines()
        rows = list(csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ","))
        kept = [row for row in rows if not self.lost or row[self.outcome] in {self.won, self.lost}]
        return kept[-self.rows :]

    def names(self) -> list[str]:
        return [name for name in self.read()[0] if name and name not in {self.outcome, *self.leaking}]

    def plain_auc(self, names: list[str]) -> float:
        """Return the AUC of a plain logistic regression: one-hot, standardized, out of five folds."""
        rows = self.read()
        columns = [column for name in names for column in _one_hot([row[name] for row in rows])]
        won = np.array([row[self.outcome] == self.won for row in rows])
        model = make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky", max_iter=50))
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # columns that say the same twice
            said = cross_val_predict(
                model,
                np.column_stack(columns),
                won,
                cv=StratifiedKFold(5, shuffle=True, random_state=0),
                method="predict_proba",
            )
        return float(roc_auc_score(won, said[:, 1]))

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the file to import and its mapping; every column becomes a field of the workspace's own."""
        rows = self.read()
        names = self.names()
        keys = {name: f"x{place}" for place, name in enumerate(names)}
        path, mapping = folder / f"{self.name}.csv", folder / f"{self.name}.json"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["row", "end", *names])
            for number, row in enumerate(rows):
                end = "won" if row[self.outcome] == self.won else "lost"
                writer.writerow([number, end, *(row[name] for name in names)])
        mapping.write_text(
            json.dumps(
                {
                    "source": self.name,
                    "columns": {"row": "external_id"} | {name: f"custom.{key}" for name, key in keys.items()},
                    "custom_fields": {
                        key: {
                            "type": "number" if _is_number(rows, name) else "text",
                            "label": name,
                            "category": "person",
                        }
                        for name, key in keys.items()
                    },
                    "outcome": {"column": "end", "won": ["won"], "lost": ["lost"]},
                }
            )
        )
        return path, mapping


def _one_hot(values: list[str]) -> list[np.ndarray]:
    if _is_number([{"": value} for value in values], ""):
        found = np.array([float(value) if value else np.nan for value in values])
        unknown = np.isnan(found)
        return [np.where(unknown, np.nanmedian(found), found), unknown.astype(float)]
    return [np.array([value == each for value in values], dtype=float) for each in sorted(set(values))]


def _is_number(rows: list[dict[str, str]], name: str) -> bool:
    values = {row[name] for row in rows if row[name]}
    try:
        return len({float(value) for value in values}) > 5
    except ValueError:
        return False


XEDUCATION = Dataset(
    "xeducation",
    "xeducation_leads.csv.gz",
    "Converted",
    "1",
    leaking=("Tags", "Lead Quality", "Lead Profile", "Last Notable Activity"),
)
BANK = Dataset("bank", "bank_marketing.csv.gz", "y", "yes", leaking=("duration", "Cust_num"), rows=12_000)
SHOPPERS = Dataset("shoppers", "online_shoppers.csv.gz", "Revenue", "TRUE", leaking=("PageValues",))
PIPELINE = Dataset(
    "pipeline",
    "crm_sales_pipeline.csv.gz",
    "deal_stage",
    "Won",
    lost="Lost",
    leaking=("opportunity_id", "close_date", "close_value", "engage_date"),
)
needs_data = pytest.mark.skipif(
    not FOLDER.exists(), reason="LEADCRM_TEST_DATA names no folder with 1-datasets/"
)
# A model with which a workspace could begin: nothing in it was made for any of the sets.
START = {
    "name": "Start",
    "grid": {"fit": [20, 50], "engagement": [30], "cells": [["D", "C"], ["C", "B"], ["B", "A"]]},
    "light": {"condition": {"field": "score.grade", "op": "in", "value": ["A", "B"]}, "near_points": 10},
    "groups": [
        {
            "key": "person",
            "label": "Person",
            "dimension": "fit",
            "criteria": [
                {
                    "key": "phone",
                    "label": "Phone",
                    "points": 30,
                    "condition": {"field": "person.phone", "op": "is_not_empty"},
                },
            ],
        }
    ],
}
