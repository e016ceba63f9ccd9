"""The evaluators of rules, compared with each other and with one that is too simple to be wrong."""
