"""Exports in the forms that the field uses: tables with a data dictionary, and GA4GH Phenopackets."""
