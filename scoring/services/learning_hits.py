"""The hits of a model's criteria as SQL: what learning counts, and what a probability is made of."""

from conditions.fragments import Fragment
from scoring.engine.compiler import ScoreCompiler, counted
from scoring.engine.pieces import cut_sql
from scoring.engine.spec import CriterionSpec


# Of a criterion worth nothing: how many activities are told apart.
MOST = 5


def hits_of(compiler: ScoreCompiler) -> list[Fragment]:
    """Return for each criterion 1 where a rule of the lead holds, or for each activity what is left of it.

    0 for leads that have another model than the criterion's.
    Points over points, so that fading, windows and caps are those of the model.
    """
    return [_hit(compiler, criterion) for criterion in compiler.criteria]


def _hit(compiler: ScoreCompiler, criterion: CriterionSpec) -> Fragment:
    if criterion.points:
        cut = cut_sql(compiler.column[criterion.key], criterion.cap)
        return Fragment(f"({cut})::float8 / {criterion.points}")
    if criterion.counts_activities:
        alias = compiler.rules.add_aggregate_for(counted(criterion), "count(*)")
        return Fragment(f"{compiler.own(criterion, f'least(coalesce(b.{alias}, 0), {MOST})')}::float8")
    held = compiler.rules.add(criterion.condition)
    return Fragment(f"{compiler.own(criterion, f'({held.sql})::int')}::float8", held.params)
