"""Which class a text belongs to, learned from examples: features, model, prediction. Training stands apart."""
