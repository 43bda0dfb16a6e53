import { lazy, type ComponentType } from 'react';

type Loader = () => Promise<{ default: ComponentType }>;

/** How to ask again for each page whose file did not come. */
const failed = new Set<() => void>();

/** A page that is loaded when it is first shown. A failure stays until `loadAgain`. */
export function later(load: Loader): ComponentType {
  const watched = () =>
    load().catch((error: unknown) => {
      failed.add(() => {
        Page = lazy(watched);
      });
      throw error;
    });
  let Page = lazy(watched);
  return function Later() {
    return <Page />;
  };
}

/** Let the pages that could not be loaded be asked for again when they are shown next. */
export function loadAgain(): void {
  for (const renew of failed) renew();
  failed.clear();
}
