// How the live tab says numbers, times and ballots.

export function count(number) {
  return Math.round(number).toLocaleString("en");
}

/** A number per second: with a digit behind the point while it is small. */
export function rate(number) {
  return number > 0 && number < 10 ? number.toFixed(1) : count(number);
}

/** Microseconds, as people read them. */
export function latency(micros) {
  if (micros === undefined || micros === null) return "–";
  if (micros < 1000) return `${Math.round(micros)} µs`;
  if (micros < 10_000) return `${(micros / 1000).toFixed(1)} ms`;
  return micros < 1_000_000 ? `${count(micros / 1000)} ms` : `${(micros / 1_000_000).toFixed(1)} s`;
}

export function duration(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}

/** The time of day so many milliseconds ago; with the day if that was another one. */
export function clock(millisAgo, now = Date.now()) {
  const then = new Date(now - millisAgo);
  const time = then.toLocaleTimeString([], { hour12: false });
  const isToday = then.toDateString() === new Date(now).toDateString();
  return isToday ? time : `${then.toLocaleDateString([], { day: "numeric", month: "short" })} ${time}`;
}

/** What people call the members of a picture. */
export function names(picture) {
  const known = new Map(picture.members.map((member) => [member.id, member.name]));
  return (id) => known.get(id) ?? id;
}

export function ballot(it, name) {
  return it.round === 0 ? "none yet" : `${count(it.round)} of ${name(it.member)}`;
}
