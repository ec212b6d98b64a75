/** The page before its program runs. Addresses are relative: the page may be mounted anywhere. */
export function renderPage(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="assets/handsets.css">
<script type="module" src="assets/handsets.js"></script>
</head>
<body>
<div id="app"><noscript><main><p>The handsets need JavaScript.</p></main></noscript></div>
</body>
</html>
`;
}

const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#0b6e75"/>' +
      '<path fill="#fff" d="M8 5l2-.5 1.5 4-1.8 1.3a9 9 0 0 0 4.5 4.5l1.3-1.8 4 1.5-.5 2a2.5 2.5 0 0 1-2.5 2A11 11 0 0 1 6 7.5 2.5 2.5 0 0 1 8 5Z"/></svg>',
  );

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
