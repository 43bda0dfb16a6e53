import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { queryClient } from '../api/queries';
import { useTexts } from '../i18n';
import { useLeaveKey } from '../session/leave';
import { start } from '../session/session';
import { session } from '../session/state';
import { useStore } from '../store';
import { Announcements, ButtonLink, FailureNotice, Loading, Page } from '../ui';
import { Boundary } from './Boundary';
import { IdleWarning } from './IdleWarning';
import { later } from './later';
import { Layout } from './Layout';
import { ROUTES } from './routes';
import { appTexts } from './texts';

const LogInPage = later(() => import('../pages/front/LogInPage'));
const SignUpPage = later(() => import('../pages/front/SignUpPage'));
const LandingPage = later(() => import('../pages/front/LandingPage'));

/** The whole site. */
export function App() {
  useLeaveKey();
  return (
    <QueryClientProvider client={queryClient}>
      <Layout>
        <Boundary>
          <Suspense fallback={<Loading />}>
            <Pages />
          </Suspense>
        </Boundary>
      </Layout>
      <Announcements />
    </QueryClientProvider>
  );
}

/** Whoever isn't logged in meets the log-in at the address they came to, and is there behind it. */
function Pages() {
  const now = useStore(session);
  useEffect(() => {
    if (now.state === 'out') queryClient.clear();
  }, [now.state]);
  if (now.state === 'stuck') return <Stuck />;
  return (
    <Switch>
      <Route path="/" component={LandingPage} />
      <Route path="/app/signup" component={SignUpPage} />
      <Route path="/app/*?">{now.state === 'in' ? <Inside /> : <Outside />}</Route>
      <Route>
        <Missing />
      </Route>
    </Switch>
  );
}

function Outside() {
  return useStore(session).state === 'starting' ? <Loading /> : <LogInPage />;
}

function Inside() {
  const now = useStore(session);
  if (now.state !== 'in') return null;
  const { role, accountId } = now.me.account;
  const mine = ROUTES.filter((route) => route.roles.some((each) => each === role));
  return (
    <>
      <IdleWarning />
      <Switch key={accountId}>
        {mine.map(({ path, Page: Shown }) => (
          <Route key={path} path={path} component={Shown} />
        ))}
        <Route>
          <Missing />
        </Route>
      </Switch>
    </>
  );
}

function Missing() {
  const t = useTexts(appTexts);
  return (
    <Page title={t.missing} intro={t.missingText}>
      <div>
        <ButtonLink to="/app">{t.toHome}</ButtonLink>
      </div>
    </Page>
  );
}

function Stuck() {
  const t = useTexts(appTexts);
  const now = useStore(session);
  return (
    <Page title={t.stuck}>
      <FailureNotice
        failure={now.state === 'stuck' ? now.failure : undefined}
        onRetry={() => void start()}
      />
    </Page>
  );
}
