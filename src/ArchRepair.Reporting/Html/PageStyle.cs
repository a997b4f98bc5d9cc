using System.Security.Cryptography;
using System.Text;

using ArchRepair.Reporting.Drawing;

namespace ArchRepair.Reporting.Html;

/// <summary>The one style sheet of the page, and the hash by which the content security policy admits it and nothing else.</summary>
internal static class PageStyle
{
    public static string Css { get; } =
        $":root{{{Svg.Light};--bad:#9c4200;--good:#0b5a94;--code:#eef1f4;--shade:rgba(0,0,0,.28);color-scheme:light dark}}"
        + $"@media screen and (prefers-color-scheme:dark){{:root{{{Svg.Dark};--bad:#f0a868;--good:#7cc4f0;--code:#222a33;--shade:rgba(255,255,255,.3)}}}}"
        + """
          *{box-sizing:border-box}
          html{-webkit-text-size-adjust:100%}
          body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
          main{max-width:70rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
          h1{font-size:1.75rem;line-height:1.25;margin:.5rem 0 1rem}
          h2{font-size:1.25rem;margin:2.75rem 0 .75rem;padding-top:.9rem;border-top:1px solid var(--rule)}
          p,ul{max-width:48rem}
          nav{font-size:.875rem;margin:1.25rem 0 0;color:var(--dim)}
          nav a{display:inline-block;margin:.15rem .9rem .15rem 0;color:var(--good)}
          code{font:.875em ui-monospace,"Cascadia Mono",Consolas,Menlo,monospace;background:var(--code);padding:.1em .35em;border-radius:4px;overflow-wrap:anywhere;unicode-bidi:isolate}
          pre{background:var(--code);padding:.75rem 1rem;border-radius:6px;overflow-x:auto}
          pre code{background:none;padding:0;overflow-wrap:normal}
          .scroll{overflow-x:auto;margin:.75rem 0}
          .scroll,figure{background:linear-gradient(to right,var(--bg) 30%,transparent) 0/3rem 100% no-repeat local,linear-gradient(to left,var(--bg) 30%,transparent) 100%/3rem 100% no-repeat local,radial-gradient(farthest-side at 0 50%,var(--shade),transparent) 0/.9rem 100% no-repeat scroll,radial-gradient(farthest-side at 100% 50%,var(--shade),transparent) 100%/.9rem 100% no-repeat scroll}
          table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
          th,td{padding:.35rem .65rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
          th{font-weight:600;color:var(--dim);vertical-align:bottom}
          .n{text-align:right;white-space:nowrap}
          th.n{white-space:normal}
          td code{white-space:nowrap}
          .kv td code{white-space:normal}
          section.trend td{white-space:nowrap}
          section.trend td:nth-child(2) code{white-space:normal;overflow-wrap:break-word}
          main:has(section.trend){max-width:84rem}
          section.compare td:first-child{white-space:nowrap}
          .bad{color:var(--bad);font-weight:600}
          .good{color:var(--good);font-weight:600}
          section.verdict table{font-size:1rem}
          section.verdict td:first-child{white-space:nowrap}
          .badge{display:inline-block;font-size:.7em;font-weight:650;padding:.15em .6em;border-radius:1em;vertical-align:.12em;color:#fff;background:#59636e;white-space:nowrap}
          .badge.fail{background:#9c4200}
          .badge.pass{background:#0b5a94}
          .badge.warn{background:#7a5c00}
          section.verdict>p:first-of-type{font-size:1.125rem}
          details{margin:.75rem 0}
          summary{cursor:pointer;color:var(--good)}
          figure{margin:1rem 0;overflow-x:auto}
          figure svg{display:block;max-width:none}
          footer{margin-top:3rem;color:var(--dim);font-size:.875rem}
          @media (max-width:40rem){main{padding:1rem .9rem 3rem}h1{font-size:1.4rem}th,td{padding:.3rem .45rem;white-space:nowrap}section.verdict table{font-size:.85rem}section.verdict td,section.verdict th,section.verdict td:first-child,.kv td{white-space:normal}section.verdict td:first-child{min-width:5.5rem}section.compare td,section.compare td:first-child{white-space:normal}}
          @media print{.badge{color:#000;background:none!important;border:1px solid #000}body{font-size:10.5pt}main{max-width:none;padding:0}nav{display:none}summary{list-style:none;color:inherit;font-weight:600}h2,p:has(+figure){break-after:avoid}h2{margin-top:1.5rem}table{font-size:8pt}section.verdict table{font-size:9pt}th,td{padding:2pt 4pt}tr,figure,svg{break-inside:avoid}.scroll,figure{overflow:visible;background:none}figure svg{max-width:100%;height:auto}pre code{white-space:pre-wrap;overflow-wrap:anywhere}details::details-content{content-visibility:visible;block-size:auto}}

          """.ReplaceLineEndings("\n")
        + Svg.Rules;

    /// <summary>Nothing may be loaded or run; only this style sheet and the pictures within the page apply.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; img-src data:; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; base-uri 'none'; form-action 'none'";
}
