//! The exercise *files by role*: code word, refused file, answer.

use super::{Exerciser, field};
use crate::browser::Result;
use domain::exercises::files::{File, Reason};

pub async fn walk(walker: &mut Exerciser) -> Result<()> {
    walker.get("/lesson/files").await?;
    let mut word = None;
    let mut refused = 0;
    for file in File::ALL {
        let page = walker.get(&format!("/lesson/files/{}", file.code())).await?;
        match page.status {
            200 => word = word.or_else(|| code_word(page.text())),
            403 => refused += 1,
            status => return Err(format!("the file {} answered {status}", file.code()).into()),
        }
    }
    if refused == 0 {
        return Err("no file was refused".into());
    }
    let word = word.ok_or("no file shows a code word")?;
    let revision = field(&walker.get("/lesson/files").await?, "revision")?;
    let fields = [("revision", revision.as_str()), ("word", word.as_str())];
    let question = walker.submit("/lesson/files-word", &fields, "/lesson/files").await?;
    let revision = field(&question, "revision")?;
    let fields = [("revision", revision.as_str()), ("reason", Reason::Permission.code())];
    walker.submit("/lesson/files-answer", &fields, "/lesson/files").await?;
    Ok(())
}

fn code_word(page: &str) -> Option<String> {
    let (_, word) = page.split_once("<strong class=\"word\">")?;
    Some(word.split_once("</strong>")?.0.replace("<!>", ""))
}
