"""How the pages look: light and dark, wide and narrow, and on A4 paper. Text keeps a contrast of 4.5 to 1 or more."""

from __future__ import annotations

GRADES = ("clear", "notice", "review", "incomplete", "license_required", "deny")

LIGHT = """--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--panel:#f6f8fa;--link:#0550ae;
--clear:#0b6149;--clear-bg:#dff3ea;--notice:#0b5394;--notice-bg:#e2eefa;--review:#734d00;--review-bg:#fff3cf;
--incomplete:#5a3d8a;--incomplete-bg:#eee8f8;--license_required:#8a3b00;--license_required-bg:#ffe8d6;
--deny:#9b1c24;--deny-bg:#fde3e3;
--sea:#e3edf5;--land:#f7f4ec;--here:#ebe3c8;--border:#9a9280;--net:#b4c4d1;--ground:#0b5394;--hatch:#9b1c24"""
"""The colours of paper, and of light screens."""

GRADED = """
.chip.@,.banner.@{color:var(--@);background:var(--@-bg)}.finding.@{color:var(--@)}
.box.@{stroke:var(--@);stroke-width:2.2;fill:var(--@-bg)}.graph text.mark.@{fill:var(--@)}"""
"""What has the colours of a grade, @."""

TEMPLATE = """
:root{color-scheme:light dark;
@LIGHT@}
@media (prefers-color-scheme:dark){:root{
--paper:#14181d;--ink:#e8eaed;--soft:#a9b3bd;--line:#3a424c;--panel:#1d232a;--link:#8cc0ff;
--clear:#7fdcb8;--clear-bg:#123a2d;--notice:#93c6fb;--notice-bg:#142f4a;--review:#f4cf6b;--review-bg:#3d3108;
--incomplete:#cdb6f5;--incomplete-bg:#332552;--license_required:#ffb784;--license_required-bg:#482407;
--deny:#ffa6a6;--deny-bg:#551a1e;
--sea:#16222d;--land:#2b2f2c;--here:#3d3b2b;--border:#757565;--net:#34495a;--ground:#7cc0ff;--hatch:#ff9b9b}}
*{box-sizing:border-box}
html{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;
-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink)}
main{max-width:60rem;margin:0 auto;padding:1rem 1.2rem 3rem}
h1,h2,h3{line-height:1.25;margin:0}
h2{font-size:1.12rem;margin:1.9rem 0 .6rem;padding-bottom:.2rem;border-bottom:2px solid var(--line)}
h3{font-size:1rem}
p{margin:.35rem 0}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
dd,p,li,h1,h3,bdi,code{overflow-wrap:anywhere}td,th{overflow-wrap:break-word}
code,.mono{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
.faint{color:var(--soft)}
.small{font-size:.87rem}
.sign{width:.85em;height:.85em;flex:none;fill:currentColor;stroke:currentColor;stroke-width:1.5;overflow:visible}
.chip{display:inline-flex;align-items:center;gap:.35em;padding:.05em .5em;border-radius:.3em;font-weight:650;
font-size:.8rem;white-space:nowrap;text-transform:uppercase;letter-spacing:.02em;border:1px solid currentColor}
.chip.pass{color:var(--clear);background:var(--clear-bg)}.chip.fail{color:var(--deny);background:var(--deny-bg)}
.chip.not_possible{color:var(--soft);background:var(--panel)}
.banner{border:2px solid currentColor;border-radius:.5rem;padding:1rem 1.2rem}
.banner h1{font-size:1.9rem;display:flex;align-items:center;gap:.45em;text-transform:uppercase;letter-spacing:.01em}
.banner h1 .sign{width:.9em;height:.9em;stroke-width:1.2}
.banner p{color:var(--ink);margin:.4rem 0 0}
.banner .which{font-weight:600}
.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.5rem 1.4rem;margin:.9rem 0 0}
.key dt{color:var(--soft);font-size:.8rem}.key dd{margin:0}
.finding{border:1px solid var(--line);border-left:5px solid currentColor;border-radius:.35rem;
padding:.65rem .9rem;margin:.7rem 0}
.finding>*{color:var(--ink)}
.finding h3{display:flex;flex-wrap:wrap;gap:.3rem .6rem;align-items:baseline}
.finding .chip{align-self:center}
.finding dl,.short dl{display:grid;grid-template-columns:5rem 1fr;gap:.15rem .8rem;margin:.4rem 0 0}
.finding dt,.short dt{color:var(--soft)}.finding dd,.short dd{margin:0;min-width:0}
dd>p{margin:0 0 .15rem}
.short{padding:.5rem 0;border-top:1px solid var(--line)}
.short h3{font-size:.95rem;display:flex;flex-wrap:wrap;gap:.3rem .6rem;align-items:baseline}
.short dl{font-size:.92rem}
details{margin:.5rem 0 0}summary{cursor:pointer;color:var(--link)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.87rem;margin:.3rem 0}
caption{text-align:left;font-weight:600;padding:.2rem 0}
th,td{text-align:left;vertical-align:top;padding:.22rem .6rem .22rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600}thead th{color:var(--soft);font-weight:500;border-bottom-width:2px}
tbody th{min-width:5.5rem}
.num{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:0}
figcaption{font-size:.82rem;color:var(--soft);margin-top:.4rem}
.map{display:grid;grid-template-columns:minmax(0,2.4fr) minmax(0,1fr);gap:.8rem 1rem;align-items:start}
.map svg,.graph svg{display:block;width:100%;height:auto;border-radius:.3rem}
.map svg{border:1px solid var(--line)}
.legend{list-style:none;margin:.6rem 0 0;padding:0;font-size:.85rem}
.legend li{display:flex;gap:.5em;align-items:baseline;margin:.25rem 0}
.legend svg{width:1.5em;height:.9em;flex:none;border:0;border-radius:0;display:inline-block}
.map text,.graph text{font-family:system-ui,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;fill:var(--ink)}
.sea{fill:var(--sea)}.land{fill:var(--land);stroke:var(--border);stroke-width:.8}
.land.here{fill:var(--here)}
.net{fill:none;stroke:var(--net);stroke-width:.7}
.region{fill:none;stroke:var(--hatch);stroke-width:1.3;stroke-dasharray:5 3}
.ground{fill:var(--ground);fill-opacity:.14;stroke:var(--ground);stroke-width:2.2}
.asked{fill:none;stroke:var(--ink);stroke-width:1.5;stroke-dasharray:2 3}
.shared{stroke:none}.hatch{stroke:var(--hatch);stroke-width:1.6}
.halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
.bar{stroke:var(--ink);stroke-width:2;fill:none}.frame{fill:none;stroke:var(--deny);stroke-width:2}
.graph{overflow-x:auto;margin:.3rem 0}.where{white-space:nowrap}
.box{fill:var(--panel);stroke:var(--soft);stroke-width:1.2}
.box.dashed{stroke-dasharray:6 4}
.flow{fill:none;stroke:var(--soft);stroke-width:1.4}.flow.dashed{stroke-dasharray:6 4}
.owns{fill:none;stroke:var(--ink);stroke-width:1.5}.tip{fill:var(--soft)}.tip.dark{fill:var(--ink)}
.graph text.dim{fill:var(--soft)}
.steps{list-style:none;margin:.3rem 0;padding:0}
.steps li{display:grid;grid-template-columns:3.4rem 4.8rem 1fr;gap:.2rem .6rem;padding:.2rem 0;
border-bottom:1px solid var(--line);font-size:.87rem}
.sign-off{display:grid;grid-template-columns:2fr 2fr 1fr;gap:2rem;margin-top:2.6rem}
.sign-off div{border-top:1px solid var(--ink);padding-top:.2rem;font-size:.82rem;color:var(--soft)}
nav.orders table{font-size:.92rem}
#orders th[scope=row],#orders code{overflow-wrap:normal;white-space:nowrap}
button.sort{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;
text-decoration:underline dotted}
.filter{display:flex;flex-wrap:wrap;gap:.6rem 1rem;margin:.6rem 0}
.filter input,.filter select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);
border-radius:.3rem;padding:.2rem .5rem;max-width:100%}
.tally{display:flex;flex-wrap:wrap;gap:.6rem;margin:.8rem 0;padding:0;list-style:none}
.tally li{display:flex;gap:.5rem;align-items:center}
.tally b{font-size:1.25rem;font-variant-numeric:tabular-nums}
@GRADES@
@media (max-width:44rem){main{padding:.7rem .8rem 2rem}.key{grid-template-columns:1fr 1fr}
.chart text{font-size:19px}.map{grid-template-columns:1fr}
.banner h1{font-size:1.5rem}.finding dl,.short dl{grid-template-columns:1fr;gap:0}
.finding dt,.short dt{margin-top:.3rem;font-size:.8rem}.steps li{grid-template-columns:3.4rem 1fr}
.steps li>:nth-child(3){grid-column:1/-1}.sign-off{grid-template-columns:1fr;gap:2.4rem}}
@page{size:A4;margin:13mm 13mm 15mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif}}
@media print{:root{color-scheme:light;
@LIGHT@}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
html{font-size:8.5pt;line-height:1.32}main{max-width:none;padding:0}
h2{margin:1.1rem 0 .4rem;break-after:avoid}h3{break-after:avoid}
.finding,.short,figure,tr,.sign-off{break-inside:avoid}.finding{padding:.4rem .7rem;margin:.45rem 0}
.graph svg{min-width:0!important;max-height:68mm}.scroll,.graph{overflow:visible}
.noprint,.skip,details:not([open]){display:none}
article+article{break-before:page}table{font-size:.8rem;line-height:1.2}th,td{padding:.04rem .5rem .04rem 0}

.banner{padding:.6rem .9rem}.banner h1{font-size:1.5rem}.key{gap:.2rem 1.2rem;grid-template-columns:repeat(3,1fr)}
.chip{font-size:.68rem;padding:0 .35em}.numbers{display:none}.map{grid-template-columns:1.5fr 1fr}
.short{padding:.25rem 0}.chart text{font-size:16px}
.short dl,.finding dl{margin:.15rem 0 0;gap:0 .8rem;font-size:.87rem}
.names{font-size:.74rem;line-height:1.2}
.sign-off{margin-top:1.9rem}}
"""

STYLE = TEMPLATE.strip().replace("@LIGHT@", LIGHT).replace("@GRADES@", "".join(GRADED.replace("@", g) for g in GRADES))
