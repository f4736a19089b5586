// The track switch, in the person's own hand: what is kept, and who sees it.
import { dateTime, h, icon, toast, word } from "../dom.js";
import { events, piece } from "../state.js";
import { isOn as isRecording, told, turn } from "../track.js";
import { card, empty, head, row } from "./parts.js";

export function track() {
  const { since, consented, consent, seen_by: seenBy, page } = piece("track");
  const isOn = isRecording();
  const agrees = h("input", { type: "checkbox", checked: consented });
  const button = h("button", { type: "button", class: `btn btn-lg btn-block ${isOn ? "" : "btn-primary"}` }, icon(isOn ? "player-stop" : "player-play"), word(isOn ? "trackOff" : "trackOn"));
  button.addEventListener("click", async () => {
    if (!isOn && !agrees.checked) return toast(word("trackAgreeFirst"));
    button.disabled = true;
    const trouble = await turn(!isOn);
    button.disabled = false;
    if (trouble) toast(trouble);
    else events.dispatchEvent(new Event("state"));
  });
  return [
    head(word("tileTrack")),
    h("div", { class: `phone-card phone-switch ${isOn ? "is-on" : ""}`, role: "status" }, h("strong", {}, word(isOn ? "trackIsOn" : "trackIsOff")), h("small", {}, isOn ? [since ? word("trackSince", { at: dateTime(since) }) : "", told.error ? word("placeUnknown") : ""].filter(Boolean).join(" · ") : word("trackNothing"))),
    !consented && card(word("trackConsent"), consent.map((one) => h("p", { class: "phone-hint" }, one)), h("label", { class: "phone-agree" }, agrees, h("span", {}, word("trackAgree")))),
    h("p", { class: "phone-hint" }, word("trackWhileOpen")),
    card(word("trackSeenBy"), seenBy.length ? h("p", {}, seenBy.join(word("comma"))) : empty(word("trackNobody"))),
    consented && card("", row({ href: page, sign: "route", title: word("trackOwn") }), h("details", {}, h("summary", { class: "phone-more" }, word("trackConsent")), consent.map((one) => h("p", { class: "phone-hint" }, one)))),
    h("div", { class: "phone-foot" }, button),
  ].filter(Boolean);
}
