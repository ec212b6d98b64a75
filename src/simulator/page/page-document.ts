/** The page before its program runs. Addresses are relative: the page may be mounted anywhere. */
export function renderPage(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="assets/handsets.svg" type="image/svg+xml">
<link rel="stylesheet" href="assets/handsets.css">
<script type="module" src="assets/handsets.js"></script>
</head>
<body>
<div id="app"><noscript><main><p>The handsets need JavaScript.</p></main></noscript></div>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
