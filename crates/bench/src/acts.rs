//! How long each act holds the one writer: what is slow there keeps everybody waiting.
use crate::{
    Result,
    house::Running,
    report::{Aim, Report},
    wire::Wire,
};

/// How many visits are gone through.
const VISITS: usize = 40;

/// Goes through whole visits, each with a client of its own, and tells the longest hold of each act.
pub(crate) fn measure(report: &mut Report, house: &Running) -> Result<()> {
    let mut wire = Wire::to(house.address, &house.cookie)?;
    for n in 0..VISITS {
        visit(&mut wire, n)?;
    }
    let all = house.longest();
    for (verb, micros) in &all {
        let line = format!("longest hold of the writer: {verb}");
        report.line(&line, format!("{:.2} ms", *micros as f64 / 1e3), String::new(), f64::NAN, Aim::Shown);
    }
    Ok(())
}

fn visit(wire: &mut Wire, n: usize) -> Result<()> {
    let mut act = |url: &str, form: &str| -> Result<String> {
        let reply = wire.ask(&(url.to_string(), Some(form.to_string())), false)?;
        if reply.status == 303 {
            Ok(reply.location)
        } else {
            Err(format!("{url} was answered {}", reply.status).into())
        }
    };
    let chart = act("/clients", &format!("legal_name=Visitor+Number{n}&another=yes"))?;
    act(&format!("{chart}/facts/osteoporosis"), "answer=yes")?;
    act(&format!("{chart}/intake/heart"), "rest=no")?;
    act(&format!("{chart}/medicines"), "name=apixaban")?;
    act(&format!("{chart}/complaints"), "words=A+stiff+low+back&site1=low_back&side1=both")?;
    act(&format!("{chart}/check"), "rest=no&complaint_rest=no")?;
    act(&format!("{chart}/screen/seen"), "")?;
    let session = act(&format!("{chart}/sessions"), "preset=full_body_60")?;
    act(&format!("{session}/applications"), "technique=swedish&site=low_back&side=both&pressure=2&minutes=5")?;
    act(&format!("{session}/responses"), "code=relaxed")?;
    act(&format!("{chart}/measures/nprs"), "i2=3&site=low_back")?;
    act(&format!("{session}/end"), "outcome=finished")?;
    act(
        &format!("{session}/sign"),
        "subjective=As+before&objective=Done&assessment=Easier&plan=Again&secret=linen+and+spruce",
    )?;
    Ok(())
}
