import { LabIcon } from "@jupyterlab/ui-components";

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">
  <g class="jp-icon3" fill="#616161">
    <circle cx="3.6" cy="4" r="1.7"/><circle cx="7.2" cy="2.8" r="1.3"/><circle cx="5.4" cy="7" r="1.4"/>
    <circle cx="12.4" cy="6" r="1.7"/><circle cx="13" cy="9.8" r="1.3"/><circle cx="9.6" cy="8" r="1.2"/>
    <circle cx="4.2" cy="12.4" r="1.7"/><circle cx="7.9" cy="13.2" r="1.3"/>
  </g>
</svg>`;

/** A map of points. */
export const semlaIcon = new LabIcon({ name: "semla-lab:map", svgstr: svg });
