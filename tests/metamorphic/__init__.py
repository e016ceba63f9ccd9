"""What must not change, or must change along, when a plan set is changed in a way that keeps or shifts its meaning."""
