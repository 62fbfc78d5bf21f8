//! Access to the elements of the rendered board.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

pub fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

pub fn all(selector: &str) -> impl Iterator<Item = Element> + use<> {
    let found = document().query_selector_all(selector).ok();
    let length = found.as_ref().map_or(0, |found| found.length());
    (0..length).filter_map(move |index| found.as_ref()?.get(index)?.dyn_into().ok())
}

pub fn count(selector: &str) -> usize {
    let found = document().query_selector_all(selector);
    found.map_or(0, |found| found.length() as usize)
}

pub fn children(parent: &Element) -> impl Iterator<Item = Element> + use<> {
    core::iter::successors(parent.first_element_child(), Element::next_element_sibling)
}

pub fn inside(element: &Element, selector: &str) -> Option<Element> {
    element.query_selector(selector).ok().flatten()
}

/// Shows a text in an element, if it shows another one.
pub fn show_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Shows a text in the element with this id, if the page has it.
pub fn set_text(id: &str, text: &str) {
    if let Some(element) = by_id(id) {
        show_text(&element, text);
    }
}

pub fn set_html(id: &str, html: &str) {
    if let Some(element) = by_id(id) {
        element.set_inner_html(html);
    }
}

/// Sets an attribute, if it has another value: the browser styles an element again also if the value stays the same.
pub fn set_attribute(id: &str, name: &str, value: &str) {
    if let Some(element) = by_id(id).filter(|element| element.get_attribute(name).as_deref() != Some(value)) {
        let _ = element.set_attribute(name, value);
    }
}

/// Gives an element a class, or takes it away.
pub fn mark(element: Option<Element>, class: &str, is_on: bool) {
    if let Some(element) = element {
        let _ = element.class_list().toggle_with_force(class, is_on);
    }
}

/// A number in an attribute.
pub fn number(element: &Element, attribute: &str) -> Option<i64> {
    element.get_attribute(attribute)?.parse().ok()
}

/// The first element of an HTML text, which can be a child of an element with this tag.
pub fn parsed(html: &str, tag_of_parent: &str) -> Option<Element> {
    let parent = document().create_element(tag_of_parent).ok()?;
    parent.set_inner_html(html);
    parent.first_element_child()
}

/// Replaces the content of an element. If a button of a form had the focus, the same button of the new content gets it.
pub fn replace_content(element: &Element, html: &str) {
    let focused = document().active_element();
    let focused = focused.filter(|focused| element.contains(Some(focused)));
    element.set_inner_html(html);
    let form = focused.and_then(|focused| focused.get_attribute("form"));
    let button = form.and_then(|form| inside(element, &format!("[form={form}]")));
    if let Some(Ok(button)) = button.map(JsCast::dyn_into::<HtmlElement>) {
        let _ = button.focus();
    }
}
