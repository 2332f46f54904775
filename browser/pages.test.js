// Every page of the route table, found by its links as people find it, in two
// languages, at two widths and in both themes: nothing wider than the window,
// nothing on the console, nothing that axe minds.
const test = require("node:test");
const { site, launch, signIn, speak, look, sights, clean, recall } = require("./site.js");

// Between them they may open every page; the later ones open what the first
// may not.
const people = ["head-of-sales", "admin", "sales-manager", "sales-representative", "director"];
// How many addresses of a route are followed in search of others.
const tries = 6;

const routes = site.routes.map((route) => {
	const parts = route.split("/").map((p) => (p.startsWith("{") ? "[^/]+" : p.replace(/[.*+?^$()|[\]\\]/g, "\\$&")));
	return { route, match: new RegExp(`^${parts.join("/")}$`), words: parts.filter((p) => p !== "[^/]+").length };
});
// routeOf is the route of an address: of those that match the most exact one.
function routeOf(address) {
	const { pathname } = new URL(address, site.address);
	return routes.filter((r) => r.match.test(pathname)).sort((a, b) => b.words - a.words)[0]?.route;
}

const unescape = (text) => text.replaceAll("&amp;", "&").replaceAll("&#34;", '"').replaceAll("&#39;", "'");

// walk follows links from the day's work on, and from where something was done
// today, and notes for each route the first address that shows a page. What is broken on the way is a fault too.
async function walk(page, found) {
	const queue = [site.company + "/today", ...recall().pages], seen = new Set(queue), count = {}, broken = [];
	for (let address; (address = queue.shift()); ) {
		const answer = await page.request.get(address);
		if (!answer.ok() && !recall().pages.includes(address)) broken.push(`${address} answers ${answer.status()}`);
		const route = routeOf(address);
		if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) {
			found[route] ??= { address, file: true };
			continue;
		}
		const html = await answer.text();
		if (answer.ok()) found[route] ??= { address, file: !html.startsWith("<!") };
		for (const [, link] of html.matchAll(/<(?:a|img|details)\s[^>]*?(?:href|hx-get|src)="(\/[^"#]*)/g)) {
			const next = unescape(link), to = routeOf(next);
			if (!to || seen.has(next) || (count[to] ?? 0) >= tries) continue;
			seen.add(next);
			count[to] = (count[to] ?? 0) + 1;
			queue.push(next);
		}
	}
	return broken;
}

test("every page can be found, read and looked at", { timeout: 8 * 60_000 }, async (t) => {
	const browser = await launch();
	t.after(() => browser.close());
	const found = {};
	for (const role of people) {
		const mine = {};
		const page = await signIn(browser, role);
		await t.test(`${role} follows links`, async () => {
			clean(await walk(page, mine));
		});
		const fresh = Object.entries(mine).filter(([route]) => !found[route]);
		Object.assign(found, Object.fromEntries(fresh));
		const pages = fresh.filter(([, f]) => !f.file);
		for (const sight of pages.length > 0 ? sights : []) {
			await speak(page, sight.language);
			for (const [route, { address }] of pages) {
				const name = [route.replace(site.company, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""), sight.language].join("-");
				await t.test(name, async () => {
					clean(await look(page, address, sight, name));
				});
			}
		}
		await page.context().close();
	}
	await t.test("no page is out of reach", () => {
		clean(site.routes.filter((r) => !found[r] && !site.unreached.includes(r)));
	});
});
