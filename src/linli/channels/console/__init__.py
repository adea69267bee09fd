"""For street and county: dispatch, boards, figures, configuration."""
