//! A store becomes what the analysis weighs: a history of events, or a dossier with the sentences that it cites.
