// Light or dark: as the system says, until somebody says otherwise.
const KEY = "synod-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing forgets this too.
  }
}

export function mountTheme(tools) {
  let theme = stored() ?? (system.matches ? "dark" : "light");
  const button = document.createElement("button");
  button.className = "quiet";
  button.id = "theme";
  const show = () => {
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "☀ Light" : "☾ Dark";
  };
  button.addEventListener("click", () => {
    theme = theme === "dark" ? "light" : "dark";
    store(theme);
    show();
  });
  system.addEventListener("change", () => {
    if (stored() === null) {
      theme = system.matches ? "dark" : "light";
      show();
    }
  });
  show();
  tools.append(button);
}
