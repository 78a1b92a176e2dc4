"""Names that no vocabulary lists: a trained model for drugs (DRUG) and diseases, tumours among them (DISEASE)."""
