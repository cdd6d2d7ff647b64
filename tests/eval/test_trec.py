from __future__ import annotations

from pathlib import Path

import ir_measures
import pytest

from corpus.errors import EvaluationError
from eval.files import run_lines
from eval.measures import score_rankings
from eval.trec import read_judgements, read_qrels, read_run


def write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def test_a_run_is_ordered_by_score_whatever_its_ranks_and_spaces(tmp_path: Path) -> None:
    path = write(tmp_path / "a.trec", "q1 Q0 a 9 1.5 x\r\nq1\tQ0\tb  1 2e0 x\n\nq2 Q0 c 1 -1 x\n")
    assert read_run(path).rankings == {"q1": ("b", "a"), "q2": ("c",)}


def test_equal_scores_are_ordered_as_trec_eval_orders_them(tmp_path: Path) -> None:
    # 0.1 and its neighbour are one 32-bit float.
    path = write(tmp_path / "a.trec", "q Q0 a 1 0.1 x\nq Q0 b 2 0.1000000001 x\nq Q0 z 3 0.1 x\n")
    rankings = read_run(path).rankings
    assert rankings == {"q": ("z", "b", "a")}
    for article in "abz":
        theirs = ir_measures.calc_aggregate(
            [ir_measures.nDCG @ 10], [ir_measures.Qrel("q", article, 1)], ir_measures.read_trec_run(str(path))
        )
        assert score_rankings({"q": {article: 1}}, rankings)["q"]["nDCG@10"] == theirs[ir_measures.nDCG @ 10]


def test_what_is_written_is_read_again_in_its_order(tmp_path: Path) -> None:
    ranking = [("b", 0.7), ("a", 0.7), ("z", 0.7), ("c", 0.1)]
    path = write(tmp_path / "a.trec", "\n".join(run_lines("q", ranking)))
    assert read_run(path).rankings["q"] == ("b", "a", "z", "c")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("q1 Q0 a 1 0.5", r"a\.trec:2: .* has 5 columns"),
        ("q1 Q0 an article 1 0.5 x", r"a\.trec:2: .* has 7 columns"),
        ("word " * 500, r"a\.trec:2: '(word ){15}word…' has 500 columns"),
        ("q1 Q0 b 1 high x", r"a\.trec:2: The score 'high' is not a number"),
        ("q1 Q0 b 1 nan x", r"a\.trec:2: The score 'nan' is not a number"),
        ("q1 Q0 a 2 0.4 x", r"a\.trec:2: The article 'a' is ranked for 'q1' already"),
    ],
)
def test_a_bad_line_of_a_run_is_named_by_file_and_line(tmp_path: Path, line: str, message: str) -> None:
    path = write(tmp_path / "a.trec", f"q1 Q0 a 1 0.5 x\n{line}\n")
    with pytest.raises(EvaluationError, match=message):
        read_run(path)


def test_an_empty_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="is empty"):
        read_run(write(tmp_path / "a.trec", "\n"))
    with pytest.raises(EvaluationError, match="could not be read"):
        read_run(tmp_path / "none.trec")


def test_judgements_are_read_in_both_forms(tmp_path: Path) -> None:
    beir = write(tmp_path / "beir.tsv", "query-id\tcorpus-id\tscore\nq 1\ta\t1\nq2\tb\t2.0\n")
    trec = write(tmp_path / "trec.txt", "q1 0 a 1\nq2\t0\tb\t2\nq2 0 c 0\nq2 Q0 d -1\n")
    assert read_qrels(beir) == {"q 1": {"a": 1}, "q2": {"b": 2}}
    assert read_qrels(trec) == {"q1": {"a": 1}, "q2": {"b": 2, "c": 0, "d": -1}}
    assert [one.place for one in read_judgements(trec)][-1] == f"{trec}:4"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no judgement"),
        ("query-id\tcorpus-id\tscore\n", "holds no judgement"),
        ("q1 0 a 0\n", "holds no article that answers"),
        ("q1 0 a 1\nq1 0 a 2\n", r"q\.txt:2: 'q1' and 'a' are judged 2 here and 1 above"),
        ("q1 a\n", r"q\.txt:1: 'q1 a' is not a judgement"),
        ("q1 0 a 1\nq1 0 b yes\n", r"q\.txt:2: .* is not a judgement"),
        ("q1 0 a 1\nq1 0 b inf\n", r"q\.txt:2: .* is not a judgement"),
    ],
)
def test_unusable_judgements_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        read_qrels(write(tmp_path / "q.txt", text))
