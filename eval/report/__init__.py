"""The evaluation as a page that a person would rather look at: one HTML file that needs nothing else."""

from eval.report.page import render_report, write_report

__all__ = ["render_report", "write_report"]
