# What the screen cannot read.

refusal-technique-unknown = No technique is called “{ $said }”. Near to it: { $near }.
refusal-region-unknown = No part of the body is called “{ $said }”. Near to it: { $near }.
refusal-side-unknown = “{ $said }” is not a side. Say left, right or both.
refusal-force-unknown = “{ $said }” is not a force. Near to it: { $near }.
