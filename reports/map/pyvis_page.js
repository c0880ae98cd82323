
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const { actors, ties, sources, text } = data;
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const box = byId("network");
  const panel = byId("panel");
  const zoomBox = document.querySelector(".zoom");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const FONT = '"Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
  const MARK = 6.5;

  const tiesOf = actors.map(() => []);
  ties.forEach((tie, place) => {
    tiesOf[tie.tail].push(place);
    tiesOf[tie.head].push(place);
  });
  const placeOfNode = new Map(data.network.nodes.map((node, place) => [node.id, place]));
  const placeOfEdge = new Map(data.network.edges.map((edge, place) => [edge.id, place]));
  const nodeId = (place) => data.network.nodes[place].id;
  const edgeId = (place) => data.network.edges[place].id;

  const state = {
    off: { actor: new Set(), tie: new Set() },
    actorShown: actors.map(() => true),
    tieShown: ties.map(() => true),
    chosen: null,
    hovered: null,
    paper: false,
    labels: null,
  };
  let labelsOf = "";

  const isDark = () => dark.matches && !state.paper;
  const colourOf = (row) => (isDark() ? row.dark : row.colour);
  const inks = () => (isDark() ? { ink: "#e7ebf1", paper: "#12161c" } : { ink: "#1b2430", paper: "#ffffff" });

  // What is chosen, with its ends or neighbours, stands out; the rest steps back.
  function lit() {
    if (!state.chosen) return null;
    const { mode, place } = state.chosen;
    if (mode === "tie") {
      return { actors: new Set([ties[place].tail, ties[place].head]), ties: new Set([place]) };
    }
    const near = new Set([place]);
    for (const tie of tiesOf[place]) {
      if (!state.tieShown[tie]) continue;
      near.add(ties[tie].tail);
      near.add(ties[tie].head);
    }
    return { actors: near, ties: new Set(tiesOf[place]) };
  }
  let bright = null;

  // ---- drawing ----------------------------------------------------------------------------

  let fitted = 1;
  const scaleOf = () => (network ? network.getScale() : 1);
  // Of hidden actors too, which vis-network's own getPositions() leaves out.
  const pointOf = (place) => {
    const { x, y } = network.body.nodes[nodeId(place)];
    return { x, y };
  };
  // In pixels of the screen a marker grows with the root of the zoom, so that zooming in
  // makes room between markers.
  const radius = (place) => (actors[place].size * fitted) / Math.sqrt(scaleOf());

  const CORNERS = {
    square: [Math.PI / 4, 4, 1.22],
    diamond: [0, 4, 1.22],
    hexagon: [Math.PI / 6, 6, 1.08],
    triangle: [0, 3, 1.3],
    "triangle-down": [Math.PI / 3, 3, 1.3],
  };
  const SHEET = [[-0.75, -1], [0.15, -1], [0.75, -0.4], [0.75, 1], [-0.75, 1]];

  function outline(context, shape, x, y, size) {
    context.beginPath();
    let corners = [];
    if (Object.hasOwn(CORNERS, shape)) {
      const [turn, count, reach] = CORNERS[shape];
      for (let corner = 0; corner < count; corner += 1) {
        const angle = (2 * Math.PI * corner) / count + turn;
        corners.push([reach * Math.sin(angle), -reach * Math.cos(angle)]);
      }
    } else if (shape === "star") {
      for (let corner = 0; corner < 10; corner += 1) {
        const reach = corner % 2 ? 0.58 : 1.3;
        corners.push([reach * Math.sin((Math.PI * corner) / 5), -reach * Math.cos((Math.PI * corner) / 5)]);
      }
    } else if (shape === "document") {
      corners = SHEET;
    } else {
      context.arc(x, y, size, 0, 2 * Math.PI);
    }
    corners.forEach(([across, down], corner) => {
      context[corner ? "lineTo" : "moveTo"](x + across * size, y + down * size);
    });
    context.closePath();
  }

  function drawMarker({ ctx, id, x, y }) {
    const place = placeOfNode.get(id);
    const actor = actors[place];
    const size = radius(place);
    return {
      drawNode() {
        const scale = scaleOf();
        const { ink, paper } = inks();
        ctx.save();
        ctx.globalAlpha = bright && !bright.actors.has(place) ? 0.22 : 1;
        outline(ctx, actor.shape, x, y, size);
        ctx.lineJoin = "round";
        ctx.lineWidth = 3 / scale;
        ctx.strokeStyle = paper;
        ctx.stroke();
        ctx.fillStyle = colourOf(actor);
        ctx.fill();
        const chosen = state.chosen && state.chosen.mode === "actor" && state.chosen.place === place;
        if (chosen || state.hovered === place) {
          ctx.beginPath();
          ctx.arc(x, y, size * 1.3 + 4 / scale, 0, 2 * Math.PI);
          ctx.lineWidth = (chosen ? 2.4 : 1.4) / scale;
          ctx.strokeStyle = ink;
          ctx.stroke();
        }
        ctx.restore();
      },
      nodeDimensions: { width: size * 2.2, height: size * 2.2 },
    };
  }

  class Taken {
    constructor() {
      this.cells = new Map();
    }
    *keys(area) {
      const [left, top, right, bottom] = area.map((side) => Math.floor(side / 64));
      for (let x = left; x <= right; x += 1) for (let y = top; y <= bottom; y += 1) yield `${x}:${y}`;
    }
    add(area) {
      for (const key of this.keys(area)) {
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(area);
      }
    }
    isFree(area) {
      for (const key of this.keys(area)) {
        for (const other of this.cells.get(key) || []) {
          if (area[0] < other[2] && other[0] < area[2] && area[1] < other[3] && other[1] < area[3]) return false;
        }
      }
      return true;
    }
  }

  function fontSize() {
    return box.clientWidth < 500 ? 11 : 12;
  }

  // The places of the names in pixels of the screen around the middle of the network.
  function placeLabels(context, scale) {
    const size = fontSize();
    const taken = new Taken();
    const at = actors.map((_actor, place) => {
      const point = pointOf(place);
      return [point.x * scale, point.y * scale, radius(place) * scale];
    });
    const order = actors.map((_actor, place) => place).filter((place) => state.actorShown[place]);
    const isBright = (place) => Boolean(bright && bright.actors.has(place));
    const block = (place) => {
      const [x, y, reach] = at[place];
      taken.add([x - reach, y - reach, x + reach, y + reach]);
    };
    // The names of what is chosen may cover what has stepped back.
    const later = bright ? order.filter((place) => !isBright(place)) : [];
    order.filter((place) => !bright || isBright(place)).forEach(block);
    const rank = (place) => (isBright(place) ? 1000 : 0) + actors[place].size;
    order.sort((one, two) => rank(two) - rank(one) || one - two);
    context.font = `600 ${size}px ${FONT}`;
    const framed = scale <= 1.001;
    const [half, tall] = [box.clientWidth / 2 - 3, box.clientHeight / 2 - 3];
    if (framed) {
      const [area, frame] = [zoomBox.getBoundingClientRect(), box.getBoundingClientRect()];
      const [x, y] = [area.left - frame.left - box.clientWidth / 2, area.top - frame.top - box.clientHeight / 2];
      taken.add([x - 4, y - 4, x + area.width + 4, y + area.height + 4]);
    }
    const labels = [];
    for (const place of order) {
      if (!isBright(place)) later.splice(0).forEach(block);
      const actor = actors[place];
      const [x, y, reach] = at[place];
      const width = context.measureText(actor.short).width + 2;
      const around = (gap, near) => [
        [gap, 0.34 * size, "start"],
        [-gap, 0.34 * size, "end"],
        [0, gap + 0.8 * size, "middle"],
        [0, -gap - 0.2 * size, "middle"],
        [near, near + 0.8 * size, "start"],
        [near, -near - 0.2 * size, "start"],
        [-near, near + 0.8 * size, "end"],
        [-near, -near - 0.2 * size, "end"],
      ];
      const tries = framed && actor.at ? [actor.at] : [];
      for (const gap of [reach + 4, reach + 10, reach + 16]) tries.push(...around(gap, 0.72 * gap));
      for (const [across, down, anchor] of tries) {
        const left = x + across - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
        const area = [left, y + down - 0.82 * size, left + width, y + down + 0.26 * size];
        const inside = !framed || (area[0] > -half && area[2] < half && area[1] > -tall && area[3] < tall);
        if (inside && taken.isFree(area)) {
          taken.add(area);
          labels.push({ place, area, x: left + 1, y: y + down });
          break;
        }
      }
    }
    return labels;
  }

  function drawOver(context) {
    const scale = scaleOf();
    const { ink, paper } = inks();
    drawMarks(context, scale, paper);
    const key = `${scale.toFixed(4)} ${box.clientWidth} ${box.clientHeight}`;
    context.save();
    context.scale(1 / scale, 1 / scale);
    if (!state.labels || labelsOf !== key) {
      state.labels = placeLabels(context, scale);
      labelsOf = key;
    }
    context.font = `600 ${fontSize()}px ${FONT}`;
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    context.lineJoin = "round";
    context.lineWidth = 3.4;
    context.strokeStyle = paper;
    context.fillStyle = ink;
    for (const label of state.labels) {
      context.globalAlpha = bright && !bright.actors.has(label.place) ? 0.25 : 1;
      context.strokeText(actors[label.place].short, label.x, label.y);
      context.fillText(actors[label.place].short, label.x, label.y);
    }
    context.restore();
  }

  function drawMarks(context, scale, paper) {
    ties.forEach((tie, place) => {
      if (!tie.disputed || !state.tieShown[place]) return;
      const edge = network.body.edges[edgeId(place)];
      const clear = (point) =>
        actors.every((_actor, other) => {
          const middle = pointOf(other);
          return Math.hypot(point.x - middle.x, point.y - middle.y) > radius(other) + MARK / scale;
        });
      const spots = [0.5, 0.4, 0.6, 0.3, 0.7].map((share) => edge.edgeType.getPoint(share));
      const spot = spots.find(clear) || spots[0];
      context.save();
      context.globalAlpha = bright && !bright.ties.has(place) ? 0.2 : 1;
      context.translate(spot.x, spot.y);
      context.scale(1 / scale, 1 / scale);
      context.beginPath();
      context.arc(0, 0, MARK, 0, 2 * Math.PI);
      context.fillStyle = paper;
      context.fill();
      context.lineWidth = 1.4;
      context.strokeStyle = colourOf(tie);
      context.stroke();
      context.font = `700 10px ${FONT}`;
      context.textAlign = "center";
      context.textBaseline = "alphabetic";
      context.fillStyle = colourOf(tie);
      context.fillText("?", 0, 3.6);
      context.restore();
    });
  }

  // ---- the network ------------------------------------------------------------------------

  let network = null;

  // The scene stretched to the canvas; on a tall one its long axis stands upright.
  function places() {
    const width = box.clientWidth;
    const height = box.clientHeight;
    const tall = height > width;
    fitted = Math.min(1.1, Math.max(0.58, Math.sqrt(Math.min(width, height) / 640)));
    const flat = actors.map((actor) => (tall ? [data.height - actor.y, actor.x] : [actor.x, actor.y]));
    const range = (axis) => [Math.min(...flat.map((p) => p[axis])), Math.max(...flat.map((p) => p[axis]))];
    const [[left, right], [top, bottom]] = [range(0), range(1)];
    const margin = width < 500 ? 26 : 46;
    const across = Math.max(width - 2 * margin, 1) / Math.max(right - left, 1);
    // On a phone the buttons stand below the picture.
    const foot = width < 500 ? 44 : 0;
    const down = Math.max(height - 52 - foot, 1) / Math.max(bottom - top, 1);
    const most = 1.9 * Math.min(across, down);
    return flat.map(([x, y], place) => ({
      id: nodeId(place),
      x: (x - (left + right) / 2) * Math.min(across, most),
      y: (y - (top + bottom) / 2) * Math.min(down, most) - foot / 2,
    }));
  }

  function styleOfEdge(place) {
    const tie = ties[place];
    const dim = bright && !bright.ties.has(place);
    const strong = bright && !dim;
    return {
      id: edgeId(place),
      color: { color: colourOf(tie), opacity: dim ? 0.1 : strong ? 1 : 0.78, inherit: false },
      width: (tie.width * (strong ? 1.35 : 1)) / Math.sqrt(scaleOf()),
    };
  }

  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();

  function build() {
    const at = places();
    nodes.add(
      data.network.nodes.map((node, place) => ({
        ...node,
        label: undefined,
        ctxRenderer: drawMarker,
        x: at[place].x,
        y: at[place].y,
      })),
    );
    edges.add(data.network.edges.map((edge, place) => ({ ...edge, ...styleOfEdge(place) })));
    network = new vis.Network(box, { nodes, edges }, data.network.options);
    // Reachable by Tab: arrows move the picture, + and - change its size.
    const frame = box.firstElementChild;
    if (frame) frame.setAttribute("aria-label", text.picture);
    network.on("afterDrawing", drawOver);
    network.on("click", clicked);
    network.on("zoom", zoomed);
    network.on("hoverNode", ({ node }) => hover(placeOfNode.get(node)));
    network.on("blurNode", () => hover(null));
    network.on("hoverEdge", () => (box.style.cursor = "pointer"));
    network.on("blurEdge", () => (box.style.cursor = ""));
    whole();
  }

  function hover(place) {
    state.hovered = place;
    box.style.cursor = place === null ? "" : "pointer";
    network.redraw();
  }

  function whole() {
    network.moveTo({ position: { x: 0, y: 0 }, scale: 1, animation: false });
    zoomed();
  }

  function fit() {
    if (!network || !box.clientWidth || !box.clientHeight) return;
    network.setSize(`${box.clientWidth}px`, `${box.clientHeight}px`);
    nodes.update(places());
    whole();
  }

  let waiting = 0;
  function zoomed() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(restyle, 60);
  }

  function restyle() {
    if (!network) return;
    state.labels = null;
    edges.update(ties.map((_tie, place) => styleOfEdge(place)));
    network.redraw();
  }

  function zoom(factor) {
    network.moveTo({ scale: Math.min(8, Math.max(0.2, scaleOf() * factor)), animation: false });
    zoomed();
  }

  function clicked({ nodes: picked, edges: crossed, pointer }) {
    const scale = scaleOf();
    const [x, y] = [pointer.canvas.x * scale, pointer.canvas.y * scale];
    const label = (state.labels || []).find(
      ({ area }) => x >= area[0] && x <= area[2] && y >= area[1] && y <= area[3],
    );
    if (picked.length) choose("actor", placeOfNode.get(picked[0]));
    else if (label) choose("actor", label.place);
    else if (crossed.length) choose("tie", placeOfEdge.get(crossed[0]));
    else close();
  }

  // ---- filters ----------------------------------------------------------------------------

  function filter() {
    state.actorShown = actors.map((actor) => !state.off.actor.has(actor.place));
    state.tieShown = ties.map(
      (tie) => !state.off.tie.has(tie.place) && state.actorShown[tie.tail] && state.actorShown[tie.head],
    );
    nodes.update(actors.map((_actor, place) => ({ id: nodeId(place), hidden: !state.actorShown[place] })));
    edges.update(ties.map((_tie, place) => ({ id: edgeId(place), hidden: !state.tieShown[place] })));
    for (const row of all("tr[data-place]")) {
      const shown = row.dataset.mode === "actor" ? state.actorShown : state.tieShown;
      row.hidden = !shown[Number(row.dataset.place)];
    }
    const count = (list) => String(list.filter(Boolean).length);
    byId("shown").textContent = text.shown
      .replace("{actors}", count(state.actorShown))
      .replace("{all_actors}", String(actors.length))
      .replace("{ties}", count(state.tieShown))
      .replace("{all_ties}", String(ties.length));
    if (state.chosen) {
      const shown = state.chosen.mode === "actor" ? state.actorShown : state.tieShown;
      if (!shown[state.chosen.place]) close();
    }
    bright = lit();
    restyle();
  }

  // ---- the panel --------------------------------------------------------------------------

  function make(tag, properties = {}, children = []) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "class") element.className = value;
      else if (name === "text") element.textContent = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  function link(address, words) {
    if (!/^https?:\/\//i.test(address)) return make("span", { text: words });
    return make("a", { href: address, target: "_blank", rel: "noopener noreferrer", text: words });
  }

  function button(words, mode, place) {
    const element = make("button", { type: "button", class: "link", text: words });
    element.addEventListener("click", () => choose(mode, place));
    return element;
  }

  function references(numbers) {
    return numbers.flatMap((number, place) => {
      const source = sources[number - 1];
      const words = `[${number}]`;
      const element = source.url ? link(source.url, words) : make("span", { text: words });
      element.title = source.title;
      return place ? [" ", element] : [element];
    });
  }

  function sourceList(numbers) {
    if (!numbers.length) return [];
    const rows = [...new Set(numbers)].sort((one, two) => one - two).map((number) => {
      const source = sources[number - 1];
      const words = source.rest ? `${source.title}. ${source.rest}` : source.title;
      return make("li", {}, [
        make("span", { class: "number", text: `[${number}] ` }),
        source.url ? link(source.url, words) : make("span", { text: words }),
        source.url || !source.address ? "" : ` ${source.address}`,
      ]);
    });
    return [heading(text.sources), make("ol", {}, rows)];
  }

  function heading(words, count = "", sample = null) {
    return make("h3", {}, [
      ...(sample ? sample.map((part) => part.cloneNode(true)) : []),
      make("span", { class: "name", text: words }),
      make("span", { class: "count", text: count }),
    ]);
  }

  const sampleOf = (mode, place) =>
    all(".key", document.querySelector(`input[data-mode="${mode}"][data-kind="${place}"]`).closest("label"));

  function facts(rows) {
    const filled = rows.filter(([, value]) => value);
    if (!filled.length) return [];
    return [make("dl", {}, filled.flatMap(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })]))];
  }

  function claimList(claims) {
    if (!claims.length) return [];
    const rows = claims.map((claim) =>
      make("li", {}, [
        `${claim.field} \u2013 ${claim.value} `,
        ...(claim.source ? references([claim.source]) : []),
        claim.note ? make("span", { class: "detail", text: claim.note }) : null,
      ]),
    );
    return [heading(text.disputed), make("ul", {}, rows)];
  }

  const joined = (...parts) => parts.filter(Boolean).join(" \u00b7 ");

  function actorPanel(place) {
    const actor = actors[place];
    const parts = [
      make("p", { class: "sub", text: joined(actor.kind_label, actor.country, actor.area, actor.dates) }),
      ...facts([[text.aliases, actor.aliases.join("; ")], ...actor.figures]),
      actor.note ? make("p", { text: actor.note }) : null,
      actor.wikidata ? make("p", {}, [link(actor.wikidata, "Wikidata")]) : null,
      ...claimList(actor.claims),
    ];
    const cited = actor.claims.map((claim) => claim.source).filter(Boolean);
    data.tieKinds.forEach((kind, index) => {
      const mine = tiesOf[place].filter((tie) => ties[tie].place === index);
      if (!mine.length) return;
      parts.push(heading(kind.label, String(mine.length), sampleOf("tie", index)));
      parts.push(make("ul", {}, mine.map((index_) => {
        const tie = ties[index_];
        const other = tie.tail === place ? tie.head : tie.tail;
        cited.push(...tie.sources);
        const sign = tie.join === "\u2192" && tie.head === place ? "\u2190" : tie.join === "\u2192" ? "\u2192" : "";
        return make("li", {}, [
          make("div", { class: "way" }, [
            sign ? make("span", { class: "number", text: sign }) : null,
            button(actors[other].label, "tie", index_),
            tie.disputed ? make("abbr", { title: text.disputed, text: "?" }) : null,
          ]),
          make("span", { class: "detail" }, [
            joined(tie.role, tie.instrument, tie.dates),
            " ",
            ...references(tie.sources),
          ]),
        ]);
      })));
    });
    return { title: [actor.label], parts: [...parts, ...sourceList(cited)] };
  }

  function tiePanel(place) {
    const tie = ties[place];
    const parts = [
      make("p", { class: "sub", text: tie.kind_label }),
      ...facts([
        [text.role, tie.role],
        [text.instrument, tie.instrument],
        [text.theme, tie.theme],
        [text.dates, tie.dates],
        [text.status, tie.status],
        [text.weight, tie.weight],
        [text.note, tie.note],
      ]),
      ...claimList(tie.claims),
      ...sourceList([...tie.sources, ...tie.claims.map((claim) => claim.source).filter(Boolean)]),
    ];
    const title = [
      button(actors[tie.tail].label, "actor", tie.tail),
      ` ${tie.join} `,
      button(actors[tie.head].label, "actor", tie.head),
    ];
    return { title, parts };
  }

  let before = null;

  function choose(mode, place) {
    if (panel.hidden) before = document.activeElement;
    state.chosen = { mode, place };
    const { title, parts } = mode === "actor" ? actorPanel(place) : tiePanel(place);
    const closer = make("button", { type: "button", class: "close", "aria-label": text.close, text: "\u00d7" });
    closer.addEventListener("click", close);
    const name = make("h2", { id: "panel-title", tabindex: "-1" }, title);
    panel.replaceChildren(name, closer, ...parts.filter(Boolean));
    panel.hidden = false;
    panel.scrollTop = 0;
    name.focus({ preventScroll: true });
    bright = lit();
    uncover(mode === "actor" ? [place] : [ties[place].tail, ties[place].head]);
    restyle();
  }

  // What was chosen must not hide under the panel.
  function uncover(chosen) {
    if (!box.clientWidth) return;
    const area = box.getBoundingClientRect();
    const cover = panel.getBoundingClientRect();
    const points = chosen.map((place) => network.canvasToDOM(pointOf(place)));
    const side = cover.width < area.width * 0.8;
    const room = side ? cover.left - area.left : Math.min(cover.top, area.bottom) - area.top;
    const last = Math.max(...points.map((point) => (side ? point.x : point.y)));
    const over = last + (side ? 110 : 40) - room;
    if (over > 0) {
      const moved = network.getViewPosition();
      const step = over / scaleOf();
      network.moveTo({ position: { x: moved.x + (side ? step : 0), y: moved.y + (side ? 0 : step) }, animation: false });
    }
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    panel.replaceChildren();
    state.chosen = null;
    bright = null;
    restyle();
    if (before && before.isConnected) before.focus({ preventScroll: true });
  }

  // ---- search -----------------------------------------------------------------------------

  const folded = (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const names = actors.map((actor) => actor.names.map(folded));
  const search = byId("search");
  const found = byId("found");
  const MOST = 8;

  function matches(words) {
    const wanted = folded(words.trim());
    if (!wanted) return [];
    const rank = (place) => Math.min(...names[place].map((name) => {
      const at = name.indexOf(wanted);
      return at < 0 ? 9 : at === 0 ? 0 : name[at - 1] === " " ? 1 : 2;
    }));
    return actors
      .map((_actor, place) => [rank(place), place])
      .filter(([order]) => order < 9)
      .sort((one, two) => one[0] - two[0] || one[1] - two[1])
      .map(([, place]) => place);
  }

  function showMatches() {
    const places = matches(search.value);
    const rows = places.slice(0, MOST).map((place) => {
      const choice = make("button", { type: "button", text: actors[place].label }, [
        make("small", { text: joined(actors[place].kind_label, actors[place].country) }),
      ]);
      choice.addEventListener("click", () => pick(place));
      return make("li", {}, [choice]);
    });
    if (!places.length) rows.push(make("li", { class: "none", text: text.nothing }));
    if (places.length > MOST) {
      rows.push(make("li", { class: "none", text: text.more.replace("{n}", String(places.length - MOST)) }));
    }
    found.replaceChildren(...rows);
    found.hidden = !search.value.trim();
  }

  function pick(place) {
    found.hidden = true;
    const input = document.querySelector(`input[data-mode="actor"][data-kind="${actors[place].place}"]`);
    if (!input.checked) input.click();
    choose("actor", place);
  }

  search.addEventListener("input", showMatches);
  search.addEventListener("focus", showMatches);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      const [first] = matches(search.value);
      if (first !== undefined) pick(first);
    } else if (event.key === "ArrowDown") {
      const first = found.querySelector("button");
      if (first) first.focus();
      event.preventDefault();
    }
  });
  found.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const choices = all("button", found);
    const next = choices.indexOf(document.activeElement) + step;
    (next < 0 ? search : choices[Math.min(next, choices.length - 1)]).focus();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".search")) found.hidden = true;
  });

  // ---- the rest of the page ---------------------------------------------------------------

  function show(view) {
    root.dataset.view = view;
    for (const choice of all("[data-show]")) {
      choice.setAttribute("aria-pressed", String(choice.dataset.show === view));
    }
    if (view === "network") fit();
  }

  for (const choice of all("[data-show]")) choice.addEventListener("click", () => show(choice.dataset.show));
  for (const input of all("input[data-mode]")) {
    input.addEventListener("change", () => {
      state.off[input.dataset.mode][input.checked ? "delete" : "add"](Number(input.dataset.kind));
      filter();
    });
  }
  for (const row of all("[data-actor]")) row.addEventListener("click", () => choose("actor", Number(row.dataset.actor)));
  for (const row of all("[data-tie]")) row.addEventListener("click", () => choose("tie", Number(row.dataset.tie)));
  byId("closer").addEventListener("click", () => zoom(1.3));
  byId("further").addEventListener("click", () => zoom(1 / 1.3));
  byId("whole").addEventListener("click", whole);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!found.hidden) found.hidden = true;
    else close();
  });
  dark.addEventListener("change", restyle);
  const onPaper = (paper) => {
    state.paper = paper;
    restyle();
  };
  window.addEventListener("beforeprint", () => onPaper(true));
  window.addEventListener("afterprint", () => onPaper(false));

  root.dataset.view = "network";
  build();
  new ResizeObserver(fit).observe(box);
  // For tests, and for whoever opens the console.
  box.viewer = { network, actors, ties, choose, state };
})();
