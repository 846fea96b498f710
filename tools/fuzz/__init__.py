"""`./dev fuzz`: whatever a hostile or a clumsy caller can send, to a product that really runs."""
