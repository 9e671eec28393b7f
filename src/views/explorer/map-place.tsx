import { useEffect, useRef } from "preact/hooks";
import type { Store } from "../../client";
import { mountMap } from "../map";

/** A map of a store. It keeps its place in the tree, and with it its picture, whatever stands beside it. */
export function MapPlace({ store }: { store: Store }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const map = mountMap(place.current, store);
    return () => map.dispose();
  }, [store]);
  return <div class="jp-Semla-mapPlace" ref={place} />;
}
