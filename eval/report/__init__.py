"""The evaluation as a page that a person would rather look at: one HTML file that needs nothing else."""

from eval.report.charts import check_drawable
from eval.report.page import render_report, write_report

__all__ = ["check_drawable", "render_report", "write_report"]
