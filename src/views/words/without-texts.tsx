/** In place of the list of phrases, which are made of texts. */
export function PhrasesNeedTexts() {
  return (
    <section>
      <h3>Phrases</h3>
      <p class="jp-Semla-note">Phrases are counted in texts, which are not in this snapshot.</p>
    </section>
  );
}
