"""Double registration in the console: who has registered, what is offered, the statements of units."""
