"""The demo company: a believable plant, lived through day by day by the same verbs that the pages use."""
