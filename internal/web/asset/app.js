// The few lines of script of our own; every page works without them. htmx puts
// pieces into pages, so what looks at elements listens on the document.
"use strict";

const root = document.documentElement;
const narrow = matchMedia("(max-width: 59.99rem)");

// The main menu is folded where the screen is narrow.
function foldMenu() {
	for (const menu of document.querySelectorAll(".main.menu")) menu.open = !narrow.matches;
}
foldMenu();
narrow.addEventListener("change", foldMenu);
root.classList.add("ready");

// A form that was not accepted begins where something is wrong with it: on a
// telephone that is far below what is seen first.
function showWrong() {
	const field = document.querySelector("main [aria-invalid=true], main .field.wrong input");
	const wrong = field ?? document.querySelector("main form .problem");
	if (!wrong) return;
	if (!field) wrong.tabIndex = -1;
	wrong.focus({ preventScroll: true });
	wrong.scrollIntoView({ block: "center" });
}
showWrong();

// A menu that drops down closes when one looks elsewhere, or with Escape.
const dropped = () => document.querySelector(".account.menu[open]");
document.addEventListener("click", (e) => {
	const menu = dropped();
	if (menu && !menu.contains(e.target)) menu.open = false;
});
document.addEventListener("keydown", (e) => {
	const menu = dropped();
	if (e.key === "Escape" && menu) {
		menu.open = false;
		menu.querySelector("summary").focus();
	}
});

// data-confirm asks before a form is sent: on the form or on the button.
document.addEventListener("submit", (e) => {
	const asker = e.submitter?.closest("[data-confirm]") ?? e.target.closest("[data-confirm]");
	if (asker && !confirm(asker.dataset.confirm)) {
		e.preventDefault();
		e.stopImmediatePropagation();
	}
}, true);

// A form that was sent is not sent again by a second click while the answer is
// on its way: what it does may be done twice. One that ends in a file leaves the
// page where it is, so the pause is short.
const sent = new WeakMap();
document.addEventListener("submit", (e) => {
	if (e.defaultPrevented || e.target.method !== "post") return;
	const now = Date.now();
	if (now - (sent.get(e.target) ?? 0) < 2000) e.preventDefault();
	else sent.set(e.target, now);
});

// data-live is a form of filters that is sent when something in it is chosen.
document.addEventListener("change", (e) => {
	e.target.closest("form[data-live]")?.requestSubmit();
});

// data-print is a button that prints the page; data-all ticks all boxes of its
// form's field "row".
document.addEventListener("click", (e) => {
	if (e.target.closest("[data-print]")) print();
	const all = e.target.closest("input[data-all]");
	for (const box of all?.form?.querySelectorAll("input[name=row]") ?? []) box.checked = all.checked;
});

// A table that fits its place needs no scrolling of its own: its heading then
// sticks to the window, and the Tab key does not stop at it.
const fitting = new ResizeObserver((seen) => {
	for (const { target: box } of seen) {
		box.classList.remove("fits");
		const fits = box.scrollWidth <= box.clientWidth;
		box.classList.toggle("fits", fits);
		box.setAttribute("role", fits ? "group" : "region");
		if (fits) box.removeAttribute("tabindex");
		else box.tabIndex = 0;
	}
});

// Keys in lists. In [data-keys], j and k or the arrows go from row to row, o or
// Enter opens the row's first link; any other letter presses what carries it in
// data-key, in the row or on the page. They can be switched off for those whose
// voice or hand types letters unmeant.
const keysOff = "keys-off";
const rowOf = (e) => e?.closest("[data-keys] tbody tr, [data-keys] > li");
const handle = (row) => row.querySelector("a, button, input");

function step(by) {
	const rows = [...document.querySelectorAll("[data-keys] tbody tr, [data-keys] > li")].filter(handle);
	const next = rows.indexOf(rowOf(document.activeElement)) + by;
	const row = rows[Math.max(0, Math.min(next, rows.length - 1))];
	if (!row) return false;
	handle(row).focus();
	row.scrollIntoView({ block: "nearest" });
	return true;
}

function pressKey(key) {
	const carrier = `[data-key="${CSS.escape(key)}"]`;
	const inRow = rowOf(document.activeElement)?.querySelector(carrier);
	const onPage = [...document.querySelectorAll(carrier)].find((e) => !rowOf(e));
	const found = inRow ?? onPage;
	found?.click();
	return Boolean(found);
}

function openRow() {
	const link = rowOf(document.activeElement)?.querySelector("a");
	link?.click();
	return Boolean(link);
}

const help = () => document.getElementById("keys");
function showKeys() {
	help().querySelector("input").checked = !localStorage.getItem(keysOff);
	help().showModal();
	return true;
}

const typing = (e) => e.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog");
document.addEventListener("keydown", (e) => {
	if (e.ctrlKey || e.altKey || e.metaKey || e.defaultPrevented || typing(e.target) || localStorage.getItem(keysOff)) return;
	const done = {
		"?": showKeys, j: () => step(1), k: () => step(-1), o: openRow,
		ArrowDown: () => rowOf(e.target) && step(1), ArrowUp: () => rowOf(e.target) && step(-1),
		"/": () => { document.querySelector(".find input")?.focus(); return true; },
	}[e.key] ?? (() => e.key.length === 1 && pressKey(e.key));
	if (done()) e.preventDefault();
});

for (const opener of document.querySelectorAll("[data-show-keys]")) {
	opener.hidden = false;
	opener.addEventListener("click", showKeys);
}
help()?.querySelector("input").addEventListener("change", (e) => {
	if (e.target.checked) localStorage.removeItem(keysOff);
	else localStorage.setItem(keysOff, "1");
});

// Charts. Those of ui.ChartOf are drawn by ECharts, which is loaded only where
// there is one, in the colours of the style sheet; the table below is then
// folded.
let library;
function loadLibrary(address) {
	library ??= new Promise((resolve, reject) => {
		const script = document.createElement("script");
		script.src = address;
		script.onload = () => resolve(window.echarts);
		script.onerror = reject;
		document.head.append(script);
	});
	return library;
}

// A colour is asked of an element, for the style sheet gives one for light and
// one for dark.
function colour(box, name) {
	box.style.color = `var(--${name})`;
	const value = getComputedStyle(box).color;
	box.style.color = "";
	return value;
}

const short = new Intl.NumberFormat(root.lang, { notation: "compact", maximumFractionDigits: 1 });
// Names are cut here, for ECharts takes Cyrillic letters for twice as wide as
// they are: into lines of so many letters, two at most.
function lines(name, length) {
	const out = [""];
	for (const word of name.split(" ")) {
		const line = out.at(-1);
		if (line && line.length + word.length >= length) out.push(word);
		else out[out.length - 1] = line ? line + " " + word : word;
	}
	const cut = (line) => (line.length > length ? line.slice(0, length - 1) + "…" : line);
	if (out.length > 2) out.splice(1, out.length, out[1] + "…");
	return out.map(cut).join("\n");
}

const plain = { animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 } };

function options(box, data) {
	const text = colour(box, "text"), quiet = colour(box, "quiet"), line = colour(box, "line"), surface = colour(box, "surface");
	const lying = data.kind === "funnel", small = box.clientWidth < 500;
	const letters = small ? 20 : 32; // of a name beside a lying bar, some 6.5 pixels each
	const legendWidth = data.series.reduce((sum, s) => sum + 46 + 7 * s.name.length, 0);
	const legendHeight = data.series.length > 1 ? 16 + 22 * Math.ceil(legendWidth / box.clientWidth) : 16;
	const percentLine = data.kind === "pareto" ? data.series.length - 1 : -1;
	const names = {
		type: "category", data: data.labels, inverse: lying,
		axisLine: { lineStyle: { color: quiet } }, axisTick: { show: false },
		axisLabel: { color: quiet, interval: lying ? 0 : "auto", lineHeight: 14,
			rotate: data.kind === "pareto" ? 35 : 0,
			formatter: (name) => (lying ? lines(name, letters) : name.length > 20 ? name.slice(0, 19) + "…" : name),
		},
	};
	const numbers = (unit) => ({
		type: "value", splitNumber: small ? 3 : 5, splitLine: { lineStyle: { color: line } },
		axisLabel: { color: quiet, hideOverlap: true, formatter: (n) => short.format(n) + (unit && "\u00a0" + unit) },
	});
	const second = { ...numbers("%"), min: 0, max: 100, interval: small ? 50 : 20, splitLine: { show: false } };
	return {
		...plain,
		color: data.series.map((s) => colour(box, s.tone)),
		grid: lying
			? { left: letters * 6.5 + 12, right: small ? 24 : 120, top: 8, bottom: 28, outerBoundsMode: "none" }
			: { left: 8, right: 12, top: legendHeight, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
		legend: { show: data.series.length > 1, top: 0, left: 0, itemGap: 16, itemWidth: 14, itemHeight: 10, textStyle: { color: text } },
		tooltip: {
			trigger: "axis", renderMode: "richText", confine: true, backgroundColor: surface, borderColor: quiet, textStyle: { color: text, fontSize: 13 },
			axisPointer: { type: data.kind === "line" ? "line" : "shadow" },
			formatter: (at) => [data.labels[at[0].dataIndex], ...at.map((p) => `${p.seriesName}: ${data.series[p.seriesIndex].texts[p.dataIndex]}`)].join("\n"),
		},
		xAxis: lying ? numbers(data.unit) : names,
		yAxis: lying ? names : percentLine < 0 ? numbers(data.unit) : [numbers(data.unit), second],
		series: data.series.map((s, i) => ({
			name: s.name, data: s.values,
			type: data.kind === "line" || i === percentLine ? "line" : "bar",
			yAxisIndex: i === percentLine ? 1 : 0,
			stack: data.kind === "stack" ? "all" : undefined,
			symbolSize: 6, barMaxWidth: lying ? 26 : 44,
			itemStyle: data.kind === "stack" ? { borderColor: surface, borderWidth: 1 } : undefined,
			label: lying ? { show: !small, position: "right", color: text, formatter: (p) => s.texts[p.dataIndex] } : undefined,
		})),
	};
}

const drawn = new Set();
async function drawChart(box) {
	const data = JSON.parse(box.dataset.chart);
	const echarts = await loadLibrary(box.dataset.script);
	box.hidden = false;
	if (data.kind === "funnel") box.style.height = `${data.labels.length * 34 + 40}px`;
	box.nextElementSibling.open = false;
	const chart = echarts.init(box, null, { renderer: "svg" });
	const draw = () => chart.setOption(options(box, data), true);
	drawn.add(draw);
	draw();
	new ResizeObserver(() => { chart.resize(); draw(); }).observe(box);
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach((draw) => draw()));

// What a piece of page needs that htmx puts in, and the page itself.
function begin(within) {
	within.querySelectorAll(".table-scroll").forEach((box) => fitting.observe(box));
	within.querySelectorAll("[data-chart][hidden]").forEach(drawChart);
}
begin(document);
document.addEventListener("htmx:after:swap", () => begin(document));
