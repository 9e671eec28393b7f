import { demoCell, test } from "./fixtures";
import { Notebook } from "./lab";
test("zz", async ({ page, server }) => {
  server.notebook("zz.ipynb", [demoCell, "2"]);
  const notebook = await Notebook.open(page, server, "zz.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  const say = async (what: string) => console.log(new Date().toISOString(), what, "=>", await explorer.map.locator(".jp-Semla-mapFooter").innerText(), await explorer.root.locator(".jp-Semla-status").innerText());
  await explorer.choose(/^Projection: UMAP/, "PCA");
  for (let i = 0; i < 2; i++) { await page.waitForTimeout(700); await say("pca"); }
  await explorer.choose("Projection: PCA", "t-SNE");
  for (let i = 0; i < 12; i++) { await page.waitForTimeout(150); await say("tsne"); }
  console.log(await notebook.python("print(ex.summary['layout'], ex._status.now)"));
});
