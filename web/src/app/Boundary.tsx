import { Component, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Failure, UNREACHABLE } from '../api/failure';
import { useTexts } from '../i18n';
import { FailureNotice, Page } from '../ui';
import { appTexts } from './texts';

/** What is around every page stays when one can't be loaded or shown; another address tries anew. */
export function Boundary({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  return <Caught key={path}>{children}</Caught>;
}

class Caught extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <Broken /> : this.props.children;
  }
}

/** A page whose file doesn't come is the usual cause; the browser asks for it again when reloaded. */
function Broken() {
  const t = useTexts(appTexts);
  return (
    <Page title={t.broken}>
      <FailureNotice failure={new Failure(UNREACHABLE, 0)} onRetry={() => location.reload()} />
    </Page>
  );
}
