"""Double registration (双报到): units register where they sit, members where they live; both take duties and report."""
