// Thumbnails change the large picture in place; the large picture opens in a dialog: arrow keys turn, click, + and − zoom,
// two fingers zoom as everywhere. Without a script every picture is a plain link to its large version.
const MOST = 3;

function element(name, attributes = {}, ...children) {
  const node = Object.assign(document.createElement(name), attributes);
  node.append(...children);
  return node;
}

const isPlain = (event) => !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const main = gallery.querySelector("[data-gallery-main]");
  const large = main?.querySelector("img");
  if (!large) continue;
  const thumbs = [...gallery.querySelectorAll(".gallery__thumb")];
  const pictures = thumbs.length
    ? thumbs.map((thumb) => ({ src: thumb.dataset.src, full: thumb.href, alt: thumb.dataset.alt }))
    : [{ src: large.src, full: main.href, alt: large.alt }];
  const words = gallery.dataset;
  let current = 0;
  let zoom = 1;

  const show = (index) => {
    current = (index + pictures.length) % pictures.length;
    const picture = pictures[current];
    large.removeAttribute("srcset");
    large.src = picture.src;
    large.alt = picture.alt;
    main.href = picture.full;
    thumbs.forEach((thumb, place) => {
      if (place === current) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
  };

  thumbs.forEach((thumb, place) =>
    thumb.addEventListener("click", (event) => {
      if (!isPlain(event)) return;
      event.preventDefault();
      show(place);
    }),
  );
  thumbs[0]?.setAttribute("aria-current", "true");

  const button = (text, act, label = "") => {
    const node = element("button", { type: "button", className: "button", textContent: text });
    if (label) node.setAttribute("aria-label", label);
    node.addEventListener("click", act);
    return node;
  };

  const picture = element("img", { className: "lightbox__picture" });
  const stage = element("div", { className: "lightbox__stage", tabIndex: 0 }, picture);
  stage.setAttribute("role", "group");
  stage.setAttribute("aria-label", words.stage);
  const caption = element("p", { className: "lightbox__caption" });
  caption.setAttribute("aria-live", "polite");
  const smaller = button("−", () => setZoom(zoom - 1), words.smaller);
  const larger = button("+", () => setZoom(zoom + 1), words.larger);
  const close = button(words.close, () => dialog.close());
  const turning = pictures.length > 1 ? [button(words.previous, () => turn(-1)), button(words.next, () => turn(1))] : [];
  const dialog = element(
    "dialog",
    { className: "lightbox" },
    element("div", { className: "lightbox__bar" }, close, element("div", { className: "lightbox__zoom" }, smaller, larger)),
    stage,
    caption,
    element("div", { className: "lightbox__bar" }, ...turning),
  );
  dialog.setAttribute("aria-label", words.label);

  // point: the part of the picture to be kept in the middle, as shares of its width and height.
  function setZoom(wanted, point = { x: 0.5, y: 0.5 }) {
    zoom = Math.min(Math.max(wanted, 1), MOST);
    stage.dataset.zoom = zoom;
    smaller.disabled = zoom === 1;
    larger.disabled = zoom === MOST;
    stage.scrollTo({
      left: point.x * stage.scrollWidth - stage.clientWidth / 2,
      top: point.y * stage.scrollHeight - stage.clientHeight / 2,
      behavior: "instant",
    });
    // A button that is off loses the focus, and with it the keyboard its place.
    if (document.activeElement === document.body) (smaller.disabled ? larger : smaller).focus();
  }

  function turn(step) {
    show(current + step);
    picture.src = pictures[current].full;
    picture.alt = pictures[current].alt;
    const place = pictures.length > 1 ? `${current + 1} / ${pictures.length}. ` : "";
    caption.textContent = place + pictures[current].alt;
    setZoom(1);
  }

  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    const point = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    setZoom(zoom === 1 ? 2 : 1, point);
  });

  dialog.addEventListener("keydown", (event) => {
    if (!isPlain(event) && event.key !== "+") return;
    // A picture larger than the stage is moved by the arrow keys while the stage has the focus.
    const moves = zoom > 1 && document.activeElement === stage;
    if (event.key === "ArrowRight" && !moves && turning.length) turn(1);
    else if (event.key === "ArrowLeft" && !moves && turning.length) turn(-1);
    else if (event.key === "+" || event.key === "=") setZoom(zoom + 1);
    else if (event.key === "-") setZoom(zoom - 1);
    else if (event.key === "0") setZoom(1);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("close", () => main.focus());
  document.body.append(dialog);

  main.addEventListener("click", (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    dialog.showModal();
    turn(0);
  });
}
