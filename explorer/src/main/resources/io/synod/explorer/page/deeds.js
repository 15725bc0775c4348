// What a person does, from wherever: as lines of the run, with the menus that offer them.
import { openMenu as open } from "./menu.js";
import { Refused } from "./story.js";
import { brief } from "./words.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A value that nobody has proposed in this run. */
export function freshValue(lines) {
  const used = new Set(lines.flatMap((line) => (/propose/.test(line) ? line.split(" ").slice(2) : [])));
  return [...LETTERS].find((letter) => !used.has(letter)) ?? `A${lines.length}`;
}

/** The line that does a thing that needs a value. */
export function withValue(line, value) {
  return line.replace(/ X$/, ` ${value}`);
}

/** Whether what can be done needs a value. */
export function asks(hand) {
  return hand.line.endsWith(" X");
}

/** What can be done beyond what the engine lists: links are cut one way, too, and healed one by one. */
export function everything(scene) {
  if (scene.finding) {
    return scene.can;
  }
  const cut = new Set(scene.cuts);
  const more = [];
  for (const { id: from } of scene.members) {
    for (const { id: to } of scene.members) {
      if (from < to && cut.has(`${from}->${to}`) && cut.has(`${to}->${from}`)) {
        more.push({ line: `heal ${from}-${to}`, label: `Heal the link m${from} - m${to}`, member: 0 });
      }
      if (from !== to) {
        more.push(
          cut.has(`${from}->${to}`)
            ? { line: `heal ${from}->${to}`, label: `Heal the link from m${from} to m${to}, one way`, member: 0 }
            : { line: `cut ${from}->${to}`, label: `Cut the link from m${from} to m${to}, one way`, member: 0 },
        );
      }
    }
  }
  return [...scene.can, ...more];
}

/** The menus and lines of a story; `hear(sentence, isBad)` is told what people should know. */
export class Deeds {
  #app;
  #hear;
  busy;

  constructor(app, hear, busy) {
    this.#app = app;
    this.#hear = hear;
    this.busy = busy;
  }

  #open(menu) {
    open({ ...menu, closed: () => this.busy(false) });
    this.busy(true);
  }

  /** Plays lines; where one cannot be played, says why. */
  play(...lines) {
    try {
      for (const line of lines) {
        this.#app.story.play(line);
      }
    } catch (refused) {
      if (!(refused instanceof Refused)) {
        throw refused;
      }
      this.refuse(refused.message);
    }
  }

  refuse(sentence) {
    this.#hear(sentence, true);
  }

  #link(message) {
    return `${message.from}->${message.to}`;
  }

  /** Where a message is not the next of its link, it goes first. */
  #first(message) {
    return message.place > 1 ? [`pick ${this.#link(message)} ${message.place}`] : [];
  }

  #now(message) {
    return this.#app.scene.messages.find((each) => each.id === message.id) ?? message;
  }

  deliver(message) {
    const now = this.#now(message);
    this.play(...this.#first(now), `deliver ${this.#link(now)} 1`);
  }

  drop(message) {
    const now = this.#now(message);
    this.play(...this.#first(now), `drop ${this.#link(now)} 1`);
  }

  message(message, at) {
    const isOver = Boolean(this.#app.scene.finding);
    const items = [
      { label: "Deliver it now", run: () => this.deliver(message) },
      { label: "Delay it", hint: "later, behind the others", run: () => this.play(...this.#first(this.#now(message)), `late ${this.#link(message)}`) },
      { label: "Drop it", run: () => this.drop(message) },
      { label: "Duplicate it", run: () => this.play(...this.#first(this.#now(message)), `dup ${this.#link(message)}`) },
    ];
    this.#open({
      ...at,
      title: `${brief(message.text)}`,
      note: isOver ? "A rule is broken, and time stands still: go back to meddle." : `from m${message.from} to m${message.to}`,
      items: isOver ? [] : items,
    });
  }

  member(id, at) {
    const mine = this.#app.scene.can.filter(
      (hand) => hand.member === id && !/^(deliver|drop|dup|late) /.test(hand.line),
    );
    const value = freshValue(this.#app.lines);
    this.#open({
      ...at,
      title: `m${id}`,
      note: mine.length === 0 ? this.#idle(id) : "",
      items: mine.map((hand) =>
        asks(hand)
          ? { label: hand.label, asks: value, verb: "Go", run: (chosen) => this.play(withValue(hand.line, chosen)) }
          : { label: hand.label, run: () => this.play(hand.line) },
      ),
    });
  }

  #idle(id) {
    return this.#app.scene.finding
      ? "A rule is broken, and time stands still: go back to meddle."
      : `m${id} has lost its disk, and with it its promises: it stays out.`;
  }

  cut(from, to, at) {
    const cuts = new Set(this.#app.scene.cuts);
    const there = cuts.has(`${from}->${to}`);
    const back = cuts.has(`${to}->${from}`);
    const items = [];
    const offer = (label, line) => items.push({ label, run: () => this.play(line) });
    if (!there || !back) {
      offer(there || back ? "Cut it the other way, too" : "Cut it both ways", there ? `cut ${to}->${from}` : back ? `cut ${from}->${to}` : `cut ${from}-${to}`);
    }
    if (!there && !back) {
      offer(`Cut only m${from} → m${to}`, `cut ${from}->${to}`);
      offer(`Cut only m${to} → m${from}`, `cut ${to}->${from}`);
    }
    if (there && back) {
      offer("Heal it both ways", `heal ${from}-${to}`);
    }
    if (there) {
      offer(`Heal ${back ? "only " : ""}m${from} → m${to}`, `heal ${from}->${to}`);
    }
    if (back) {
      offer(`Heal ${there ? "only " : ""}m${to} → m${from}`, `heal ${to}->${from}`);
    }
    if (cuts.size > 0) {
      items.push({ label: "Heal all links", run: () => this.play("heal") });
    }
    this.#open({ ...at, title: `The link between m${from} and m${to}`, items });
  }

  slice(links, [left, right], at) {
    const items = [
      {
        label: links.length === 1 ? "Cut the link that the line crosses" : `Cut the ${links.length} links that the line crosses`,
        run: () => this.play(`cut ${links.map(([from, to]) => `${from}-${to}`).join(" ")}`),
      },
    ];
    if (left.length > 0 && right.length > 0) {
      const name = (some) => some.map((id) => `m${id}`).join(" ");
      items.unshift({
        label: `Split into ${name(left)} | ${name(right)}`,
        run: () => this.play(`partition ${left.join(" ")} | ${right.join(" ")}`),
      });
    }
    if (this.#app.scene.cuts.length > 0) {
      items.push({ label: "Heal all links", run: () => this.play("heal") });
    }
    this.#open({ ...at, title: "A line across the network", items });
  }
}

