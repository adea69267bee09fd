"""Linli (邻里): the software a community runs on."""
