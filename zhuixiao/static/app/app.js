// The shell's behaviour; each module does one thing and listens on the document.
import "./requests.js";
import "./session.js";
import "./toasts.js";
import "./confirm.js";
import "./dialogs.js";
import "./panel.js";
import "./menus.js";
import "./rail.js";
import "./keys.js";
import "./palette.js";
import "./forms.js";
import "./autosave.js";
import "./choices.js";
import "./choose.js";
import "./select.js";
import "./clicks.js";
import "./call.js";
