import { render } from 'preact';
import { App } from './app';
import { startSounds } from './sounds';
import { start } from './store';

const root = document.getElementById('app');
if (root) {
  root.replaceChildren();
  render(<App />, root);
  startSounds();
  void start();
}
