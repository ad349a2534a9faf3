"""Yuanqu 园区: the open operating system of an innovation park."""

__version__ = "0.1.0"
