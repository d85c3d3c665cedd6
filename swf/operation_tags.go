package swf

// ListTagsForResourceInput is the request of ListTagsForResource, which lists the resource tags of a domain.
type ListTagsForResourceInput struct {
	// ResourceARN is the ARN of the domain, arn:aws:swf:<region>:<account>:/domain/<name>. Required; 1 to 1600
	// characters.
	ResourceARN string `json:"resourceArn" swf:"required,1..1600"`
}

// NewListTagsForResourceInput returns a request with its required members set. Optional ones are set on the result.
func NewListTagsForResourceInput(resourceARN string) *ListTagsForResourceInput {
	return &ListTagsForResourceInput{ResourceARN: resourceARN}
}

// ListTagsForResourceOutput is the reply to ListTagsForResource.
type ListTagsForResourceOutput struct {
	Response `json:"-"`
	// Tags are the domain's resource tags, in no order. Optional.
	Tags []ResourceTag `json:"tags,omitempty"`
}

// TagResourceInput is the request of TagResource, which adds resource tags to a domain, or gives them new values.
type TagResourceInput struct {
	// ResourceARN is the ARN of the domain, arn:aws:swf:<region>:<account>:/domain/<name>. Required; 1 to 1600
	// characters.
	ResourceARN string `json:"resourceArn" swf:"required,1..1600"`
	// Tags are the tags to add; a key that is there gets the new value. A domain can have 50. Required.
	Tags []ResourceTag `json:"tags" swf:"required"`
}

// NewTagResourceInput returns a request with its required members set. Optional ones are set on the result.
func NewTagResourceInput(resourceARN string, tags []ResourceTag) *TagResourceInput {
	return &TagResourceInput{ResourceARN: resourceARN, Tags: tags}
}

// TagResourceOutput is the reply to TagResource. It has no members: the body is empty.
type TagResourceOutput struct {
	Response `json:"-"`
}

// UntagResourceInput is the request of UntagResource, which removes resource tags of a domain.
type UntagResourceInput struct {
	// ResourceARN is the ARN of the domain, arn:aws:swf:<region>:<account>:/domain/<name>. Required; 1 to 1600
	// characters.
	ResourceARN string `json:"resourceArn" swf:"required,1..1600"`
	// TagKeys are the keys of the tags to remove; a key that is not there is ignored. Required; items of 1 to 128
	// characters.
	TagKeys []string `json:"tagKeys" swf:"required,item=1..128"`
}

// NewUntagResourceInput returns a request with its required members set. Optional ones are set on the result.
func NewUntagResourceInput(resourceARN string, tagKeys []string) *UntagResourceInput {
	return &UntagResourceInput{ResourceARN: resourceARN, TagKeys: tagKeys}
}

// UntagResourceOutput is the reply to UntagResource. It has no members: the body is empty.
type UntagResourceOutput struct {
	Response `json:"-"`
}
