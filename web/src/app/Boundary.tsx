import { Component, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Failure } from '../api/failure';
import { useTexts } from '../i18n';
import { FailureNotice, Page } from '../ui';
import { loadAgain } from './later';
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

  /** The page is asked for again, and not the whole site: that would lose what was typed. */
  private readonly retry = () => {
    loadAgain();
    this.setState({ isBroken: false });
  };

  override componentWillUnmount() {
    loadAgain();
  }

  override render() {
    return this.state.isBroken ? <Broken onRetry={this.retry} /> : this.props.children;
  }
}

/** A page whose file doesn't come is the usual cause. */
function Broken({ onRetry }: { onRetry(): void }) {
  const t = useTexts(appTexts);
  return (
    <Page title={t.broken}>
      <FailureNotice failure={new Failure('site.not_loaded', 0)} onRetry={onRetry} />
    </Page>
  );
}
