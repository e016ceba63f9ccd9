"""How fast the engines are, beside what else could be picked: the same eight checks on the same made-up plan sets."""
