/** The filters that lists and pictures share; names are those of `vigie events --help`. */

import { CLAIM_KINDS, EVENT_TYPES, STATUSES } from "./codes";
import { BANDS } from "./format";

export interface Filter {
  name: string;
  label: string;
  hint: string;
  kind: "text" | "day" | "choice";
  choices?: readonly string[];
}

export const FILTERS: readonly Filter[] = [
  { name: "q", label: "Words", hint: "words of the report", kind: "text" },
  { name: "party", label: "Party", hint: "who acts or is acted on: RUS/MIL, or part of a name", kind: "text" },
  { name: "actor", label: "Actor", hint: "who acts", kind: "text" },
  { name: "recipient", label: "Recipient", hint: "who is acted on", kind: "text" },
  { name: "country", label: "Country", hint: "UKR; several with commas", kind: "text" },
  { name: "dyad", label: "Dyad", hint: "RUS:UKR, or RUS-UKR for both ways", kind: "text" },
  { name: "type", label: "Type", hint: "what kind of event", kind: "choice", choices: EVENT_TYPES },
  { name: "status", label: "Status", hint: "whether it happened", kind: "choice", choices: STATUSES },
  { name: "kind", label: "Kind of claim", hint: "what a claim is", kind: "choice", choices: CLAIM_KINDS },
  { name: "source", label: "Source", hint: "who is quoted", kind: "text" },
  { name: "certainty", label: "Certainty", hint: "how sure a source is", kind: "choice", choices: BANDS.map((b) => b.name) },
  { name: "since", label: "Since", hint: "first day", kind: "day" },
  { name: "until", label: "Until", hint: "last day", kind: "day" },
  { name: "place", label: "Place", hint: "part of a name, or a country's code", kind: "text" },
  { name: "outlet", label: "Outlet", hint: "who published it", kind: "text" },
  { name: "from", label: "From", hint: "reports, tables, or a dataset such as gdelt", kind: "text" },
  { name: "story", label: "Story", hint: "id of a story", kind: "text" },
  { name: "tag", label: "Tag", hint: "a tag of yours", kind: "text" },
];

export const FILTER_NAMES: readonly string[] = FILTERS.map((filter) => filter.name);

/** The filters of an address, and nothing else of it. */
export function filtersOf(query: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams();
  for (const name of FILTER_NAMES) {
    const value = query.get(name);
    if (value) kept.set(name, value);
  }
  return kept;
}
