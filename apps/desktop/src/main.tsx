import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './app.css';
import { App } from './app/app.tsx';
import { bindEndpoint } from './app/bind-endpoint.ts';
import { installGateway } from './gateway/channel.ts';
import { DeskClient } from './gateway/desk-client.ts';
import { installDeskFeed } from './gateway/desk-feed.ts';
import { GatewayClient } from './gateway/gateway-client.ts';
import { StatClient } from './gateway/stat-client.ts';
import { installStatFeed } from './gateway/stat-feed.ts';
import { showTheme } from './stores/session/preferences-store.ts';
import { resumeSession } from './stores/session-actions.ts';

showTheme();
installGateway(new GatewayClient());
installDeskFeed(new DeskClient());
installStatFeed(new StatClient());
bindEndpoint();
void resumeSession();

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
