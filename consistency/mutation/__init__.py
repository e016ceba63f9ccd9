"""Mutation testing of rule packs: plans are changed as people change them by mistake, and the rules should tell."""
