/** The report's look. The language's buttons hide what is said in the other one. */
export const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 960px; margin: 24px auto; padding: 0 16px; }
input[name=language] { margin: 0 4px 0 12px; }
#en:checked ~ main [lang=zh-CN], #zh:checked ~ main [lang=en] { display: none; }
h1 { font-size: 24px; } h2 { margin-top: 32px; font-size: 18px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 10px; text-align: right; border-bottom: 1px solid rgba(128,128,128,.3); }
th:first-child, td:first-child { text-align: left; }
.matrix { display: block; overflow-x: auto; }
.matrix th, .matrix td { min-width: 28px; padding: 3px 5px; text-align: center; }
svg text { font-size: 11px; fill: currentColor; }
.curves { display: flex; flex-wrap: wrap; gap: 16px; }
.curves figure { width: auto; }
.images { display: flex; flex-wrap: wrap; gap: 12px; }
figure { width: 112px; margin: 0; font-size: 12px; }
figure img { width: 112px; height: auto; image-rendering: pixelated; background: #fff; }
footer { margin: 40px 0 16px; font-size: 12px; opacity: .7; }
`;
