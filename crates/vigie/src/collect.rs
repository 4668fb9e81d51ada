//! Reports go into a store: read once, kept with their records, grouped into stories.
