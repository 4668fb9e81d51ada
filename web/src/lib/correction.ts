/** From the fields of a form to what is sent: only what was changed. */

interface Fields {
  event_type: string;
  status: string;
  actor: string;
  recipient: string;
  start_date: string;
  end_date: string;
}

/** Whoever is meant, as the server takes it: an id such as `RUS/MIL`, a country, or a name. */
export function identity(text: string): { id?: string; name?: string; country?: string } {
  const trimmed = text.trim();
  if (/^[A-Z]{3}$/.test(trimmed)) return { id: trimmed, country: trimmed };
  if (/^[A-Z]{3}\/\S+$/.test(trimmed)) return { id: trimmed, country: trimmed.slice(0, 3) };
  return { name: trimmed };
}

/** The correction, or nothing where all is as before. */
export function correctionOf(before: Fields, after: Fields & { because: string }): Record<string, unknown> | null {
  const changed: Record<string, unknown> = {};
  if (after.event_type && after.event_type !== before.event_type) changed["event_type"] = after.event_type;
  if (after.status && after.status !== before.status) changed["status"] = after.status;
  if (after.actor.trim() && after.actor !== before.actor) changed["actor"] = identity(after.actor);
  if (after.recipient.trim() && after.recipient !== before.recipient) changed["recipient"] = identity(after.recipient);
  if (after.start_date && after.start_date !== before.start_date) changed["start_date"] = after.start_date;
  if (after.end_date && after.end_date !== before.end_date) changed["end_date"] = after.end_date;
  if (!Object.keys(changed).length) return null;
  if (after.because.trim()) changed["because"] = after.because.trim();
  return changed;
}
