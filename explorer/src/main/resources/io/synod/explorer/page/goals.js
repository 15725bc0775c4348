// A lesson's goals in words.

const KINDS = [
  [/^not chosen nothing$/, () => "Something is chosen"],
  [/^chosen nothing$/, () => "Nothing is chosen"],
  [/^chosen (\d+) (\S+)$/, (slot, value) => `${value} is chosen in slot ${slot}`],
  [/^chosen (\S+)$/, (value) => `${value} is chosen`],
  [/^broken agreement$/, () => "Two values are chosen"],
  [/^broken (.+)$/, (rule) => `“${rule}” is broken`],
  [/^running (\d+)$/, (count) => `${count} members are up`],
  [/^down (\d)$/, (member) => `m${member} is down`],
  [/^outbid$/, () => "A proposer has got a rejection"],
  [/^promised (\d) (\S+)$/, (member, ballot) => `m${member} has promised ${ballot}`],
  [/^accepted (\d) nothing$/, (member) => `m${member} has accepted nothing`],
  [/^accepted (\d) (\S+)$/, (member, value) => `m${member} has accepted ${value}`],
  [/^not told (\d) (\S+)$/, (member, value) => `The client of m${member} has not been told ${value}`],
  [/^told (\d) its own$/, (member) => `The client of m${member} has its answer: its own value is chosen`],
  [/^told (\d) (.+)$/, (member, answer) => `A client of m${member} is told: ${answer}`],
  [/^not waits (\d)$/, (member) => `No client of m${member} waits`],
  [/^leads (\d)$/, (member) => `m${member} leads`],
  [/^leaders 1$/, () => "One member leads, and one only"],
  [/^leaders (\d)$/, (count) => `${count} members believe that they lead`],
  [/^gap (\d)$/, (member) => `m${member} knows that it misses something`],
  [/^applied (\d) (\d+)$/, (member, slot) => `m${member} has applied everything up to slot ${slot}`],
  [/^state (\d) (\S+)$/, (member, value) => `The state of m${member} is “${value}”`],
];

/** A claim, as a goal that one reads. */
export function words(claim) {
  for (const [pattern, say] of KINDS) {
    const found = pattern.exec(claim);
    if (found) {
      return say(...found.slice(1));
    }
  }
  return claim;
}
