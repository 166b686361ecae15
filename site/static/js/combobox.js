// Suggestions under a search field: the editable combobox with list autocomplete of the WAI-ARIA Authoring Practices.
// The focus stays in the field; arrow keys walk through the list, Enter chooses, Escape closes. Without this script the
// field is a plain one in a plain form.
const PAUSE = 180;
const LEAST = 2;

for (const box of document.querySelectorAll("[data-combobox]")) {
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[data-combobox-status]");
  const address = new URL(box.dataset.url, location.href);
  let timer, asked = "", request, active = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  const options = () => [...list.children];

  const mark = (place) => {
    active = place;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
    const option = options()[place];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };

  const open = () => {
    if (!list.children.length || document.activeElement !== input) return;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  const choose = (option) => {
    close();
    if (option.dataset.url) {
      location.assign(option.dataset.url);
    } else {
      input.value = asked = option.dataset.label;
      input.form.requestSubmit();
    }
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (typed === asked) return open();
    asked = typed;
    request?.abort();
    if (typed.length < LEAST) {
      list.replaceChildren();
      return close();
    }
    request = new AbortController();
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal: request.signal, credentials: "omit" });
      if (!answer.ok) return close();
      const parsed = new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, "text/html");
      const found = [...parsed.querySelectorAll("[role=option]")];
      found.forEach((option, place) => (option.id = `${list.id}-${place}`));
      list.replaceChildren(...found);
      mark(-1);
      status.textContent = found.length ? box.dataset.found.replace("{number}", found.length) : box.dataset.none;
      if (found.length) open();
      else close();
    } catch {
      // Aborted by the next letter, or no network: the form itself still works.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!count) return;
      event.preventDefault();
      const wasClosed = list.hidden;
      open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place beside the options is the field itself.
      mark(wasClosed ? (step > 0 ? 0 : count - 1) : ((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      choose(options()[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });

  // Before the field loses the focus, which would close the list under the finger.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  input.addEventListener("focusout", close);
  input.form.addEventListener("submit", close);
}
