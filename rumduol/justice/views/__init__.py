"""Pages of the room: lists, the case, suspects, courts, evidence, network."""
