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
		box.tabIndex = fits ? -1 : 0;
	}
});
const watchTables = (within) => within.querySelectorAll(".table-scroll").forEach((box) => fitting.observe(box));

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

function begin(within) {
	watchTables(within);
}
begin(document);
document.addEventListener("htmx:after:swap", () => begin(document));
