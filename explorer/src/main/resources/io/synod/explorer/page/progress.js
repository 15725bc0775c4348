// Which lessons are done; forgotten with the page where the browser keeps nothing.
const DONE = "synod-lessons-done";
const LAST = "synod-lesson";
const here = new Map();

function read(key) {
  try {
    return localStorage.getItem(key) ?? here.get(key) ?? null;
  } catch {
    return here.get(key) ?? null;
  }
}

function write(key, value) {
  here.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // Kept in this page at least.
  }
}

export const done = {
  has: (name) => (read(DONE) ?? "").split(" ").includes(name),
  add(name) {
    if (!this.has(name)) {
      write(DONE, `${read(DONE) ?? ""} ${name}`.trim());
    }
  },
};

/** The lesson that was read last. */
export const last = { get: () => read(LAST), set: (name) => write(LAST, name) };
